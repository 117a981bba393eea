package org.citestream.gateway.search;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model at an endpoint that speaks OpenAI's protocol, asked for the vector of each question. A reader waits for it, so it gets little time. */
final class EndpointVectors implements TextVectors {

    private static final Logger log = LoggerFactory.getLogger(EndpointVectors.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int OK = 200;
    /** Bytes: a vector of some ten thousand numbers. */
    private static final int LONGEST_ANSWER = 1 << 20;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI address;
    private final String model;
    private final @Nullable String apiKey;
    private final Duration timeout;

    /**
     * @param baseUrl with its {@code /v1}
     */
    EndpointVectors(String baseUrl, String model, @Nullable String apiKey, Duration timeout) {
        this.address = URI.create(baseUrl.replaceAll("/+$", "") + "/embeddings");
        this.model = model;
        this.apiKey = apiKey;
        this.timeout = timeout;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public boolean isAvailable() {
        return true; // whether it answers is seen at each question
    }

    @Override
    public Optional<float[]> of(String text) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared()
                        .writeValueAsString(
                                Map.of("model", model, "input", List.of(text), "encoding_format", "float"))));
        if (apiKey != null) {
            request.header("Authorization", "Bearer " + apiKey);
        }
        try {
            HttpResponse<String> response = http.send(
                    request.build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER));
            if (response.statusCode() == OK) {
                return vector(response.body());
            }
            log.warn("The embedding model {} answered a question with {}", model, response.statusCode());
        } catch (IOException | JacksonException e) {
            log.warn("The embedding model {} did not answer a question: {}", model, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private Optional<float[]> vector(String body) {
        JsonNode numbers =
                JsonMapper.shared().readTree(body).path("data").path(0).path("embedding");
        float[] vector = new float[numbers.size()];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = numbers.path(i).floatValue(Float.NaN);
            squares += (double) vector[i] * vector[i];
        }
        if (squares > 0 && Double.isFinite(squares)) {
            return Optional.of(vector);
        }
        log.warn("The embedding model {} answered a question with something that is no vector", model);
        return Optional.empty();
    }
}
