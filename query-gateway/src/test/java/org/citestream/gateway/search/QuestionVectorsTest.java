package org.citestream.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.citestream.events.EmbeddingEvent;
import org.citestream.gateway.index.NeighbourIndex;
import org.citestream.gateway.search.QuestionVectors.Question;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions embedded at an endpoint, over real HTTP. */
class QuestionVectorsTest {

    private static final TextVectors IN_PROCESS = new TextVectors() {
        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public String model() {
            return "in-process";
        }

        @Override
        public Optional<float[]> of(String text) {
            return Optional.of(new float[] {1});
        }
    };

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer endpoint;
    private volatile int status = 200;
    private volatile String answer = "{\"data\": [{\"index\": 0, \"embedding\": [0.6, -0.8]}]}";
    private volatile boolean hangs;
    private volatile String asked = "";
    private volatile @Nullable String key;

    @BeforeEach
    void start() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext("/v1/embeddings", exchange -> {
            try (exchange) {
                asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                key = exchange.getRequestHeaders().getFirst("Authorization");
                if (hangs) {
                    over.await();
                }
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        endpoint.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        endpoint.stop(0);
    }

    @Test
    void aQuestionIsEmbeddedAtTheEndpointThatEmbedsThePapers() {
        Question question =
                vectors("secret").of("cats \"hunting\"", Map.of("remote", 5)).orElseThrow();

        assertThat(question.model()).isEqualTo("remote");
        assertThat(question.vector()).containsExactly(0.6f, -0.8f);
        assertThat(asked).contains("\"remote\"").contains("cats \\\"hunting\\\"");
        assertThat(key).isEqualTo("Bearer secret");
    }

    @Test
    void withoutAKeyNoneIsSent() {
        assertThat(vectors(null).of("cats", Map.of())).isPresent();
        assertThat(key).isNull();
    }

    @Test
    void untilTheOtherModelHasAsManyPapersTheFormerAnswers() {
        QuestionVectors vectors = vectors(null);

        assertThat(vectors.of("cats", Map.of("in-process", 10, "remote", 9)))
                .hasValueSatisfying(each -> assertThat(each.model()).isEqualTo("in-process"));
        assertThat(vectors.of("cats", Map.of("in-process", 10, "remote", 10)))
                .hasValueSatisfying(each -> assertThat(each.model()).isEqualTo("remote"));
        assertThat(vectors.of("cats", Map.of("another", 10))).isEmpty();
    }

    @Test
    void theOtherModelAnswersThoughOnePaperIsRetiredAndTheTextOfAnotherIsRefused() {
        NeighbourIndex index = new NeighbourIndex();
        for (int id = 1; id <= 3; id++) {
            index.apply(embedding(id, "in-process", 1));
        }
        index.apply(embedding(1, "remote", 1));
        index.apply(embedding(2, "remote"));
        QuestionVectors vectors = vectors(null);
        assertThat(vectors.of("cats", index.papers()))
                .hasValueSatisfying(each -> assertThat(each.model()).isEqualTo("in-process"));

        index.live(3, false);

        assertThat(vectors.of("cats", index.papers()))
                .hasValueSatisfying(each -> assertThat(each.model()).isEqualTo("remote"));
    }

    private static EmbeddingEvent embedding(int id, String model, float... vector) {
        return new EmbeddingEvent(
                id,
                model,
                1,
                vector.length,
                EmbeddingEvent.encode(vector),
                "hash",
                EmbeddingEvent.Basis.TITLE,
                Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"data\": [{\"embedding\": []}]}", "<html>", "{\"data\": [{\"embedding\": [\"x\"]}]}", ""
            })
    void whatIsNoVectorIsNone(String body) {
        answer = body;

        assertThat(vectors(null).of("cats", Map.of("remote", 1))).isEmpty();
    }

    @Test
    void anEndpointThatFailsLeavesThePapersThatTheFormerModelKnows() {
        status = 500;

        assertThat(vectors(null).of("cats", Map.of("remote", 10, "in-process", 3)))
                .hasValueSatisfying(each -> assertThat(each.model()).isEqualTo("in-process"));
        assertThat(vectors(null).of("cats", Map.of("remote", 10))).isEmpty();
    }

    @Test
    void anAnswerThatIsTooLongForAVectorIsNone() {
        answer = answer + " ".repeat(1 << 20);

        assertThat(vectors(null).of("cats", Map.of("remote", 1))).isEmpty();
    }

    @Test
    void aReaderDoesNotWaitForAnEndpointThatHangs() {
        hangs = true;

        assertThat(vectors(null).of("cats", Map.of("remote", 10))).isEmpty();
    }

    private QuestionVectors vectors(@Nullable String apiKey) {
        String baseUrl = "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/v1/";
        return new QuestionVectors(
                List.of(new EndpointVectors(baseUrl, "remote", apiKey, Duration.ofMillis(500)), IN_PROCESS));
    }
}
