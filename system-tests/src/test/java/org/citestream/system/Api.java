package org.citestream.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API as a consumer uses it. */
final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    Api(String address) {
        this.address = address;
    }

    URI uri(String path) {
        return URI.create(address + path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> post(String path, String apiKey, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("X-API-Key", apiKey)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Submits lines that have to be taken, and returns the answer with their receipts. */
    JsonNode submit(String apiKey, String lines) {
        HttpResponse<String> answer = post("/api/v1/submissions", apiKey, lines);
        if (answer.statusCode() != 202) {
            throw new AssertionError("refused with " + answer.statusCode() + ": " + answer.body());
        }
        return json(answer);
    }

    /** What became of the first record of an answer to a submission. */
    JsonNode outcome(String apiKey, JsonNode submitted) {
        HttpResponse<String> outcome = send(HttpRequest.newBuilder(uri("/api/v1/submissions/"
                        + submitted.path("receipts").get(0).path("receipt").asString()))
                .header("X-API-Key", apiKey));
        return json(outcome);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    /** The answer to a GET that must succeed. */
    JsonNode ok(String path) {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return json(response);
    }

    /** All items of a paged list, page by page to its end. */
    List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        long total;
        int page = 1;
        do {
            JsonNode answer = ok(path + (path.contains("?") ? "&" : "?") + "size=" + PAGE + "&page=" + page++);
            total = answer.path("total").asLong();
            answer.path("items").forEach(items::add);
        } while ((long) (page - 1) * PAGE < total);
        return items;
    }

    /** Waits until all imports are read and everything accepted has reached every stage. */
    JsonNode awaitSettled(Duration atMost) {
        Awaitility.await("everything accepted has reached every stage")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> {
                    for (JsonNode each : ok("/api/v1/imports").path("imports")) {
                        if (each.path("state").asString().equals("RUNNING")) {
                            return false;
                        }
                    }
                    return ok("/api/v1/stats").path("pending").asLong(-1) == 0;
                });
        return ok("/api/v1/stats");
    }
}
