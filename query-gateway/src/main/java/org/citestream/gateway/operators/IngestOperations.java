package org.citestream.gateway.operators;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.citestream.events.operations.OperatorsProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.web.util.UriUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The feeds and the dead letters, as the ingest service tells them to who has a key. */
@Service
public class IngestOperations {

    private static final int SHOWN = 100;
    private static final String KEY = "X-API-Key";

    private final OperatorsProperties properties;
    private final JsonMapper json;
    private final HttpClient http;

    IngestOperations(OperatorsProperties properties, JsonMapper json) {
        this.properties = properties;
        this.json = json;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.timeout())
                .build();
    }

    /** Whether it is known where the ingest service is. */
    public boolean isConfigured() {
        return properties.ingestUrl() != null;
    }

    /** All feeds, as {@code GET /api/v1/feeds} tells them. */
    public JsonNode feeds(String key) throws RefusedException {
        return send("GET", "/api/v1/feeds", Map.of(), key).path("feeds");
    }

    /** The latest dead letters, as {@code GET /api/v1/dead-letters} tells them. */
    public JsonNode deadLetters(String key) throws RefusedException {
        return send("GET", "/api/v1/dead-letters", Map.of("size", Integer.toString(SHOWN)), key);
    }

    /** Runs, pauses, resumes, restarts or confirms a feed. */
    public void act(String feed, String action, String key) throws RefusedException {
        String path = "/api/v1/feeds/" + UriUtils.encode(feed, StandardCharsets.UTF_8) + "/"
                + UriUtils.encode(action, StandardCharsets.UTF_8);
        send("POST", path, Map.of(), key);
    }

    /**
     * Puts dead letters back into their topics.
     *
     * @param reason those of one reason, or null for all
     * @param stage those of one stage, or null for all
     * @param dryRun whether only to tell what would be done
     * @return how many are put back, and how many are superseded
     */
    public JsonNode replay(@Nullable String reason, @Nullable String stage, boolean dryRun, String key)
            throws RefusedException {
        Map<String, String> parameters = new TreeMap<>(Map.of("dryRun", Boolean.toString(dryRun)));
        if (reason != null) {
            parameters.put("reason", reason);
        }
        if (stage != null) {
            parameters.put("stage", stage);
        }
        return send("POST", "/api/v1/dead-letters/replay", parameters, key);
    }

    private JsonNode send(String method, String path, Map<String, String> parameters, String key)
            throws RefusedException {
        URI base = properties.ingestUrl();
        if (base == null) {
            throw new RefusedException("citestream.operators.ingest-url says nothing.", false);
        }
        if (key.isBlank()) {
            throw new RefusedException("What the browser keeps is no key; give it again.", true);
        }
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + UriUtils.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(
                            base.toString().replaceAll("/+$", "") + path + (query.isEmpty() ? "" : "?" + query)))
                    .timeout(properties.timeout())
                    .header(KEY, key)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new RefusedException("This key cannot be one: it holds characters that no key has.", true);
        }
        HttpResponse<String> answer;
        try {
            answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RefusedException("The ingest service does not answer at " + base + ".", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("The question was broken off.", false);
        }
        JsonNode body = read(answer.body());
        int status = answer.statusCode();
        if (status >= 300) {
            String detail = body.path("detail").asString("");
            throw new RefusedException(
                    detail.isEmpty() ? "The ingest service answered " + status + "." : detail,
                    status == 401 || status == 403);
        }
        return body;
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            return json.createObjectNode();
        }
    }
}
