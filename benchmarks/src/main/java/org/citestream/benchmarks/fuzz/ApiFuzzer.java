package org.citestream.benchmarks.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The APIs of all services under requests that are made up from their own descriptions, with a key that is known in most of them: each operation with parameters that are right, nearly right, or something else. Whatever is asked, there is an answer in time, it is
 * no failure of the server, what is refused is refused as a problem in words, and what says to be JSON is.
 */
public final class ApiFuzzer {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_READ = 4 << 20;
    private static final int MOST_FINDINGS = 50;
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;
    private static final int AWAY = 503;
    /** Under what each service is reached at one address; the gateway is there itself. */
    private static final List<String> SERVICES = List.of("", "/ingest", "/summary", "/ranking");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
            .build();
    private final String address;
    private final ApiRequests requests;
    private final Set<String> kinds = new TreeSet<>();
    private final List<String> findings = new ArrayList<>();
    private long asked;

    /**
     * @param address without a closing slash, of a product that has papers
     * @param key of an operator
     * @param seed from which all requests follow, together with what is answered
     */
    public ApiFuzzer(String address, String key, long seed) throws IOException, InterruptedException {
        this.address = address;
        Map<String, JsonNode> descriptions = new LinkedHashMap<>();
        for (String service : SERVICES) {
            HttpResponse<String> description = http.send(
                    HttpRequest.newBuilder(URI.create(address + service + "/api/v1/openapi.json"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (description.statusCode() != 200) {
                throw new IOException("There is no description of " + service + ": " + description.statusCode());
            }
            descriptions.put(service, JSON.readTree(description.body()));
        }
        this.requests = new ApiRequests(descriptions, key, new Random(seed));
    }

    /** Asks until there is enough, or too much was found. */
    public void run(BooleanSupplier enough) throws InterruptedException {
        while (!enough.getAsBoolean() && findings.size() < MOST_FINDINGS) {
            ask(requests.next());
        }
    }

    /** How many requests were made. */
    public long asked() {
        return asked;
    }

    /** The kinds of answers there were: operations with statuses. */
    public Set<String> kinds() {
        return Set.copyOf(kinds);
    }

    /** What ought not to be, each with the request that led to it. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    private void ask(ApiRequests.Made made) throws InterruptedException {
        asked++;
        HttpRequest request = made.at(address, LONGEST);
        long begin = System.nanoTime();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            kinds.add(made.operation() + " " + answer.statusCode());
            String type = answer.headers().firstValue("Content-Type").orElse("");
            // A stream has no end: that it begins is all that is asked.
            byte[] body = new byte[0];
            try (InputStream in = answer.body()) {
                if (!type.startsWith("text/event-stream")) {
                    body = in.readNBytes(MOST_READ);
                }
            }
            String wrong = wrong(answer, type, body);
            if (wrong == null && System.nanoTime() - begin > LONGEST.toNanos()) {
                wrong = "it took longer than " + LONGEST;
            }
            if (wrong != null) {
                findings.add(made + ": " + wrong);
            } else if (answer.statusCode() == 200) {
                requests.learn(new String(body, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            findings.add(made + ": " + e);
        }
    }

    private static @Nullable String wrong(HttpResponse<?> answer, String type, byte[] body) {
        int status = answer.statusCode();
        String text = new String(body, StandardCharsets.UTF_8);
        if (status >= SERVER_ERRORS && status != AWAY) {
            return status + " " + text;
        }
        if (status == AWAY && answer.headers().firstValue("Retry-After").isEmpty()) {
            return status + " does not say when to come again: " + text;
        }
        if (answer.headers().firstValue("X-Content-Type-Options").isEmpty()) {
            return status + " lacks X-Content-Type-Options";
        }
        if (status >= CLIENT_ERRORS) {
            return notInWords(status, type, text);
        }
        if (type.startsWith("application/json") && body.length < MOST_READ && isNoJson(text)) {
            return "it says to be JSON and is not: " + text;
        }
        return null;
    }

    private static @Nullable String notInWords(int status, String type, String text) {
        if (!type.startsWith("application/problem+json") || isNoJson(text)) {
            return status + " is no problem in JSON, but " + type + " " + text;
        }
        JsonNode problem = JSON.readTree(text);
        if (problem.path("status").asInt() != status
                || problem.path("title").asString("").isBlank()) {
            return status + " does not say what is wrong: " + text;
        }
        if (text.contains("Exception") || text.contains("java.") || text.contains("org.springframework")) {
            return status + " tells of the inside: " + text;
        }
        return null;
    }

    private static boolean isNoJson(String text) {
        try {
            JSON.readTree(text);
            return false;
        } catch (JacksonException e) {
            return true;
        }
    }
}
