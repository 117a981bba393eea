package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The stream, the feeds and the webhooks. */
class LiveApiTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String SECRET = "a secret of some length";

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.get();
    }

    @Test
    void aFollowerWhoComesBackMissesNothing() {
        int[] ids = Samples.ids(3);
        String path = "/api/v1/stream?kinds=paper&author=author-" + ids[0];
        String id;
        try (Stream<String> lines =
                gateway.lines(path, "Accept", "text/event-stream").body()) {
            Iterator<String> events = lines.iterator();
            id = next(events, "id:");
            gateway.publish(Topics.PAPERS, Samples.paper(ids[1], 1, "Of another author"));
            gateway.publish(Topics.PAPERS, Samples.paper(ids[0], 1, "First"));
            JsonNode first = gateway.parse(next(events, "data:"));
            assertThat(first.get("title").asString()).isEqualTo("First");
            assertThat(first.get("paper").asInt()).isEqualTo(ids[0]);
        }
        gateway.publish(Topics.PAPERS, Samples.paper(ids[0], 2, "Second"));
        try (Stream<String> lines = gateway.lines(path, "Last-Event-ID", id).body()) {
            Iterator<String> events = lines.iterator();
            assertThat(gateway.parse(next(events, "data:")).get("title").asString())
                    .isEqualTo("First");
            assertThat(gateway.parse(next(events, "data:")).get("title").asString())
                    .isEqualTo("Second");
        }
        try (Stream<String> lines =
                gateway.lines(path, "Last-Event-ID", "elsewhere-7").body()) {
            assertThat(next(lines.iterator(), "event:"))
                    .as("something was missed")
                    .isEqualTo("reset");
        }
        assertThat(gateway.get("/api/v1/stream?kinds=gossip").statusCode()).isEqualTo(400);
    }

    @Test
    void feedsTellTheNewestFirstAndTextIsData() throws Exception {
        int[] ids = Samples.ids(3);
        gateway.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 1, "Fed & cited"),
                Samples.paper(ids[1], 1, PaperStatus.LIVE, null, "<script>alert(1)</script> \u0007 ]]>", 2011),
                Samples.paper(ids[2], 1, "Third"));
        gateway.publish(
                Topics.REFERENCES,
                Samples.references(ids[1], 1, List.of(ids[0]), List.of(), 0),
                Samples.references(ids[2], 1, List.of(ids[0]), List.of(), 0));
        String feed = await().atMost(SOON)
                .until(
                        () -> gateway.get("/api/v1/papers/" + ids[0] + "/citations.atom")
                                .body(),
                        found -> found.contains("urn:citestream:paper:" + ids[1])
                                && found.contains("urn:citestream:paper:" + ids[2]));
        assertThat(feed.indexOf("paper:" + ids[2])).isLessThan(feed.indexOf("paper:" + ids[1]));
        var parser = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
        var document = parser.parse(new java.io.ByteArrayInputStream(feed.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("title").item(2).getTextContent())
                .isEqualTo("<script>alert(1)</script>  ]]>");
        assertThat(gateway.get("/api/v1/papers.atom?author=author-" + ids[0]).body())
                .contains("Fed &#38; cited");
    }

    @Test
    void aFeedOfCitationsLeadsToThatOfThePaperThatItsOwnBecame() {
        int[] ids = Samples.ids(2);
        gateway.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 1, "Followed"),
                Samples.paper(ids[1], 1, PaperStatus.RETIRED, ids[0], "Its twin", 2011));
        String feed = "/api/v1/papers/%d/citations.atom";
        HttpResponse<String> twin = await().atMost(SOON)
                .until(() -> gateway.get(feed.formatted(ids[1])), answer -> answer.statusCode() == 308);
        assertThat(twin.headers().firstValue("Location")).hasValue(feed.formatted(ids[0]));
        assertThat(gateway.get(feed.formatted(ids[0])).statusCode()).isEqualTo(200);
        assertThat(gateway.get(feed.formatted(Integer.MAX_VALUE)).statusCode()).isEqualTo(404);
    }

    @Test
    void aWebhookGetsSignedEventsAndIsTriedAgain() throws IOException {
        Queue<String> bodies = new ConcurrentLinkedQueue<>();
        Queue<String> signatures = new ConcurrentLinkedQueue<>();
        try (Receiver receiver = new Receiver(bodies, signatures)) {
            int[] ids = Samples.ids(1);
            HttpResponse<String> made = gateway.post(
                    "/api/v1/webhooks",
                    "{\"url\":\"%s\",\"secret\":\"%s\",\"kinds\":\"paper\",\"paper\":\"%d\"}"
                            .formatted(receiver.address(), SECRET, ids[0]));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            assertThat(made.body()).doesNotContain(SECRET);
            String id = gateway.parse(made.body()).get("id").asString();

            receiver.status = 500;
            PaperEvent paper = Samples.paper(ids[0], 1, "Told");
            gateway.publish(Topics.PAPERS, paper);
            await().atMost(SOON).until(() -> bodies.size() == 2);
            JsonNode events = gateway.parse(bodies.peek()).get("events");
            assertThat(events.get(0).get("title").asString()).isEqualTo("Told");
            String signature = signatures.peek();
            String seconds = signature.substring(2, signature.indexOf(','));
            assertThat(signature).endsWith(hmac(seconds + "." + bodies.peek()));

            JsonNode dead = await().atMost(SOON)
                    .until(() -> listed(id), found -> !found.get("disabledAt").isNull());
            assertThat(dead.get("reason").asString()).contains("500").contains("2 times");
            assertThat(gateway.send("DELETE", "/api/v1/webhooks/" + id, "X-Api-Key", RunningGateway.OPERATOR_KEY)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(listed(id)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/",
                "not an address",
                "http://",
                "http://user@example.org/",
                "http://example.org:99999/"
            })
    void aWebhookGoesNowhereElse(String url) {
        HttpResponse<String> answer =
                gateway.post("/api/v1/webhooks", "{\"url\":\"%s\",\"secret\":\"%s\"}".formatted(url, SECRET));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(gateway.parse(answer.body()).get("parameter").asString()).isEqualTo("url");
    }

    @Test
    void webhooksAreForOperators() {
        assertThat(gateway.get("/api/v1/webhooks").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/api/v1/webhooks", "X-Api-Key", "guess").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aWebhookIsWrittenDownBeforeItIsAddedAndNotAddedWhereItCannotBe() {
        String asked = "{\"url\":\"http://127.0.0.1:9/%s\",\"secret\":\"" + SECRET + "\"}";
        gateway.writesDown(false);
        try {
            assertThat(gateway.post("/api/v1/webhooks", asked.formatted("refused"))
                            .statusCode())
                    .isEqualTo(503);
        } finally {
            gateway.writesDown(true);
        }
        assertThat(gateway.get("/api/v1/webhooks", "X-Api-Key", RunningGateway.OPERATOR_KEY)
                        .body())
                .doesNotContain("refused");
        HttpResponse<String> made = gateway.post("/api/v1/webhooks", asked.formatted("taken"));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = gateway.parse(made.body()).get("id").asString();
        assertThat(gateway.send("DELETE", "/api/v1/webhooks/" + id, "X-Api-Key", RunningGateway.OPERATOR_KEY)
                        .statusCode())
                .isEqualTo(204);
        assertThat(gateway.writtenDown())
                .anyMatch(each -> each.contains("action=add webhook") && each.contains(id))
                .anyMatch(each -> each.contains("action=delete webhook") && each.contains(id))
                .noneMatch(each -> each.contains(SECRET));
    }

    private static JsonNode listed(String id) {
        for (JsonNode each : gateway.parse(gateway.get("/api/v1/webhooks", "X-Api-Key", RunningGateway.OPERATOR_KEY)
                .body())) {
            if (each.get("id").asString().equals(id)) {
                return each;
            }
        }
        return null;
    }

    private static String next(Iterator<String> lines, String field) {
        while (true) {
            String line = lines.next();
            if (line.startsWith(field)) {
                return line.substring(field.length()).strip();
            }
        }
    }

    private static String hmac(String signed) {
        try {
            var mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return java.util.HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The far side of a webhook. */
    private static final class Receiver implements AutoCloseable {

        private final HttpServer server;
        volatile int status = 204;

        Receiver(Queue<String> bodies, Queue<String> signatures) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                signatures.add(exchange.getRequestHeaders().getFirst("Citestream-Signature"));
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
