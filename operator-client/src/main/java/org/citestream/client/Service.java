package org.citestream.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A service as its clients see it: answers in JSON, refusals in words. */
final class Service {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final String address;
    private final @Nullable String key;

    Service(String address, @Nullable String key) {
        this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.key = key;
    }

    /**
     * @throws RefusedException if the answer is none of success, or there is none
     */
    JsonNode get(String path, Map<String, ? extends @Nullable Object> parameters) {
        return send(request(path, parameters).GET());
    }

    /**
     * @throws RefusedException if the answer is none of success, or there is none
     */
    JsonNode post(String path, Map<String, ? extends @Nullable Object> parameters) {
        return send(request(path, parameters).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /**
     * Sends a file as it is.
     *
     * @throws RefusedException if the answer is none of success, or there is none
     */
    JsonNode post(String path, String contentType, Path file) {
        try {
            return send(request(path, Map.of())
                    .header("Content-Type", contentType)
                    .POST(HttpRequest.BodyPublishers.ofFile(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Sends a document; what is null is left out.
     *
     * @throws RefusedException if the answer is none of success, or there is none
     */
    JsonNode postJson(String path, Map<String, ? extends @Nullable Object> document) {
        ObjectNode body = JSON.createObjectNode();
        document.forEach((name, value) -> {
            if (value != null) {
                body.set(name, JSON.valueToTree(value));
            }
        });
        return send(request(path, Map.of())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path, Map<String, ? extends @Nullable Object> parameters) {
        String query = parameters.entrySet().stream()
                .filter(each -> each.getValue() != null)
                .map(each -> each.getKey() + "="
                        + URLEncoder.encode(String.valueOf(each.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(address + path + (query.isEmpty() ? "" : "?" + query)))
                .timeout(LONGEST);
        return key == null ? request : request.header("X-API-Key", key);
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RefusedException(address + " does not answer: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
        JsonNode body = read(answer.body());
        if (answer.statusCode() >= 300) {
            String detail = body.path("detail").asString("");
            throw new RefusedException(detail.isEmpty() ? address + " answered " + answer.statusCode() : detail);
        }
        return body;
    }

    private static JsonNode read(String body) {
        try {
            return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    static String pretty(JsonNode node) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }
}
