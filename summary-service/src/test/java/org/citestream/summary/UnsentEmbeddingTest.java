package org.citestream.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.paper;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bson.Document;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that ended after it had noted a vector and before it had sent it. */
@Tag("slow")
class UnsentEmbeddingTest {

    private static final int PAPER = 1;
    private static final String TITLE = "Moored";
    private static final String ABSTRACT = "Says something.";

    private volatile boolean away;

    @Test
    void isMadeAgainThoughThePaperComesAgainWithTheSameTextBefore() throws IOException {
        HttpServer endpoint = endpoint();
        try (SummaryPlatform platform = new SummaryPlatform();
                MongoClient client = MongoClients.create(platform.storeUri())) {
            MongoCollection<Document> open = client.getDatabase("summaries").getCollection("open-embeddings");
            MongoCollection<Document> work = client.getDatabase("summaries").getCollection("work");
            Document due;
            away = true;
            try (ConfigurableApplicationContext _ = start(platform, endpoint)) {
                platform.publish(paper(PAPER, 1, TITLE, ABSTRACT));
                due = await().until(() -> open.find().first(), Objects::nonNull);
                away = false;
                await().until(() -> vectors(platform) == 1 && open.countDocuments() == 0);
            }
            open.insertOne(due);

            away = true;
            try (ConfigurableApplicationContext _ = start(platform, endpoint)) {
                platform.publish(paper(PAPER, 2, PaperStatus.LIVE, TITLE, ABSTRACT, 1999));
                await().until(() -> Long.valueOf(2)
                        .equals(Objects.requireNonNull(work.find().first()).get("paperVersion")));
                away = false;
                await("as if the first had never been sent").until(() -> vectors(platform) == 2);
                await().until(() -> open.countDocuments() == 0);
            }
            assertThat(platform.last(Topics.EMBEDDINGS)).containsOnlyKeys(PAPER);
        } finally {
            endpoint.stop(0);
        }
    }

    private static int vectors(SummaryPlatform platform) {
        return platform.all(Topics.EMBEDDINGS).size();
    }

    private static ConfigurableApplicationContext start(SummaryPlatform platform, HttpServer endpoint) {
        return platform.start(
                "citestream.embeddings.model=alpha",
                "citestream.embeddings.base-url=http://127.0.0.1:"
                        + endpoint.getAddress().getPort() + "/v1");
    }

    private HttpServer endpoint() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/embeddings", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] body = """
                        {"object": "list", "model": "m", "data": [{"object": "embedding", "index": 0, "embedding": [0.1, 0.2]}],
                        "usage": {"prompt_tokens": 1, "total_tokens": 1}}""".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(away ? 503 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }
}
