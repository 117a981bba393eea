package org.citestream.events.operations;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the ingest service whether a key is an operator's, and has it write down what the operator does. What cannot be written down is not
 * done.
 */
public final class OperatorRecord {

    /** The header with the operator's key. */
    public static final String KEY = "X-API-Key";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String AUDIT = "/api/v1/audit";

    private final OperatorsProperties properties;
    private final HttpClient http;

    OperatorRecord(OperatorsProperties properties) {
        this.properties = properties;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.timeout())
                .build();
    }

    /** The key is no operator's, or what is done cannot be written down; the message says which. */
    public static final class RefusedException extends RuntimeException {

        private final int status;

        RefusedException(String message, int status) {
            super(message);
            this.status = status;
        }

        /** The HTTP status to answer with: 401 or 403 for the key, 503 where the ingest service is away. */
        public int status() {
            return status;
        }
    }

    /** Whether it is known where the ingest service is. */
    public boolean isConfigured() {
        return properties.ingestUrl() != null;
    }

    /**
     * Goes on for an operator alone.
     *
     * @throws RefusedException if the key is no operator's, or that cannot be told
     */
    public void requireOperator(@Nullable String key) {
        send("GET", AUDIT, key);
    }

    /**
     * Writes down what an operator does.
     *
     * @throws RefusedException if the key is no operator's, or nothing can be written down
     */
    public void add(@Nullable String key, String action, Map<String, String> parameters, String outcome) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("action", action);
        all.put("outcome", outcome);
        send(
                "POST",
                AUDIT + "?"
                        + all.entrySet().stream()
                                .map(each -> each.getKey() + "="
                                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&")),
                key);
    }

    private void send(String method, String path, @Nullable String key) {
        URI base = properties.ingestUrl();
        if (base == null) {
            throw new RefusedException(
                    "citestream.operators.ingest-url says nothing, so no operator is known here.", 503);
        }
        if (key == null || key.isBlank()) {
            throw new RefusedException("Send an operator's key in the header " + KEY + ".", 401);
        }
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path))
                    .timeout(properties.timeout())
                    .header(KEY, key)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
        } catch (IllegalArgumentException _) {
            throw new RefusedException("This key cannot be one: it holds characters that no key has.", 401);
        }
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            int status = answer.statusCode();
            if (status >= 300) {
                throw new RefusedException(detail(answer), status == 401 || status == 403 ? status : 503);
            }
        } catch (IOException _) {
            throw new RefusedException("The ingest service does not answer at " + base + ".", 503);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RefusedException("The question was broken off.", 503);
        }
    }

    private static String detail(HttpResponse<String> answer) {
        String otherwise = "The ingest service answered " + answer.statusCode() + ".";
        try {
            return JSON.readTree(answer.body()).path("detail").asString(otherwise);
        } catch (JacksonException _) {
            return otherwise;
        }
    }
}
