package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Requests of those who are not to get in, or want to do harm, against the whole product as it is started; the log is read last. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileRequestsTest {

    /** What needs an operator's key, with a body that would be taken. */
    private static final Map<String, String> OF_OPERATORS = Map.of(
            "/api/v1/decisions", "{\"merge\":[1,2]}",
            "/api/v1/dead-letters/replay", "",
            "/api/v1/feeds/none/run", "",
            "/api/v1/audit?action=none&outcome=none", "",
            "/api/v1/rebuilds?what=words", "",
            "/api/v1/webhooks", "{\"url\":\"http://127.0.0.1:9/\",\"secret\":\"0123456789abcdef\"}",
            "/summary/api/v1/summaries/renewals", "{}",
            "/ranking/api/v1/ranks/verification", "");

    private static final Duration SLOW_MACHINE = Duration.ofMinutes(1);

    /** After which a connection that says nothing is cut: who had to wait for that was kept from being answered. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    /** Connections that read nothing, and what each of them asks for: more than the system keeps for it. */
    private static final int DEAF = 40;

    private static final int ASKED = 2_000;

    private static final boolean PYTHON = canRunPython();

    @TempDir
    static Path directory;

    private static AttackedProduct product;
    private static Api api;

    private static boolean canRunPython() {
        try {
            boolean can = DocumentedReceiver.canRun();
            if (!can) {
                System.out.println("SKIPPED: there is no python3 to run the receiver of docs/api.md");
            }
            return can;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        product = AttackedProduct.start(directory);
        api = product.api();
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @Test
    void nobodySubmitsOrDecidesWithAKeyThatIsForgedForeignOrInTheWrongPlace() {
        String known = AttackedProduct.FEED_KEY;
        List<String> forged = List.of(
                known.substring(1),
                known + "x",
                known.toUpperCase(java.util.Locale.ROOT),
                AttackedProduct.sha256(known),
                "null",
                "*",
                "' or '1'='1",
                "{\"$ne\":null}",
                "x".repeat(20_000));
        for (String key : forged) {
            assertThat(api.post("/api/v1/submissions", key, "{}").statusCode())
                    .as(key)
                    .isEqualTo(401);
            for (String path : OF_OPERATORS.keySet()) {
                assertThat(operate(path, key)).as("%s with %s", path, key).isBetween(401, 403);
            }
        }
        for (String path : OF_OPERATORS.keySet()) {
            assertThat(operate(path, known)).as(path).isBetween(401, 403);
        }
        for (HttpRequest.Builder request : List.of(
                HttpRequest.newBuilder(api.uri("/api/v1/submissions?X-API-Key=" + AttackedProduct.encoded(known))),
                HttpRequest.newBuilder(api.uri("/api/v1/submissions")).header("Authorization", "Bearer " + known),
                HttpRequest.newBuilder(api.uri("/api/v1/submissions")).header("Cookie", "X-API-Key=" + known))) {
            assertThat(api.send(request.POST(HttpRequest.BodyPublishers.ofString("{}")))
                            .statusCode())
                    .isIn(400, 401);
        }
        assertThat(api.get("/api/v1/dead-letters").statusCode()).isEqualTo(401);
        assertThat(api.get("/api/v1/provenance/1").statusCode()).isEqualTo(401);
        assertThat(api.get("/api/v1/webhooks").statusCode()).isEqualTo(401);
    }

    private static int operate(String path, String key) {
        return api.send(HttpRequest.newBuilder(api.uri(path))
                        .header("X-API-Key", key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(OF_OPERATORS.get(path))))
                .statusCode();
    }

    @Test
    void aFormOfAnotherSiteDoesNothingInAnOperatorsName() {
        for (String path :
                List.of("/operators/replay", "/operators/key", "/operators/leave", "/operators/feeds/none/run")) {
            HttpResponse<String> answer = form(path, "https://evil.invalid");
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.body()).as(path).contains("Origin");
            assertThat(form(path, product.address()).body()).as(path).doesNotContain("Origin");
        }
    }

    private static HttpResponse<String> form(String path, String origin) {
        return api.send(HttpRequest.newBuilder(api.uri(path))
                .header("Cookie", "citestream-operator=" + product.operatorKey())
                .header("Origin", origin)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("dryRun=true")));
    }

    @Test
    void receiptsThatNobodyGaveAreNone() {
        for (String text : List.of(
                "0 0 ",
                "-1 0 hostile\tx",
                "0 -1 hostile\tx",
                "2147483648 0 hostile\tx",
                "99 0 hostile\tx",
                "0 9223372036854775807 hostile\tx",
                "0 99999999999999999999 x",
                "0 0 citation\tx",
                "\u0000 \u0000 \u0000",
                "nothing")) {
            String receipt =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            assertThat(receipt(receipt, AttackedProduct.FEED_KEY)).as(text).isIn(400, 404);
        }
        for (String receipt : List.of("..%2f..%2fetc%2fpasswd", "%00", "=", "x".repeat(5_000), "ÿ")) {
            assertThat(receipt(AttackedProduct.encoded(receipt), AttackedProduct.FEED_KEY))
                    .as(receipt)
                    .isIn(400, 404);
        }
        JsonNode given = Api.json(api.post(
                "/api/v1/submissions",
                AttackedProduct.FEED_KEY,
                "{\"source\":\"mine\",\"key\":\"one\",\"title\":\"One\",\"year\":2001}"));
        String mine = given.path("receipts").get(0).path("receipt").asString();
        assertThat(receipt(mine, AttackedProduct.FEED_KEY)).isEqualTo(200);
        assertThat(receipt(mine, "a forged key")).isEqualTo(401);
    }

    private static int receipt(String receipt, String key) {
        return api.send(HttpRequest.newBuilder(api.uri("/api/v1/submissions/" + receipt))
                        .header("X-API-Key", key))
                .statusCode();
    }

    @Test
    void anIdempotencyKeyIsItsHoldersOwn() {
        String mine = "{\"source\":\"mine\",\"key\":\"secret\",\"title\":\"Mine\",\"year\":2001}";
        String theirs = "{\"source\":\"theirs\",\"key\":\"other\",\"title\":\"Theirs\",\"year\":2001}";
        assertThat(idempotent("one", AttackedProduct.FEED_KEY, mine).body()).contains("secret");
        assertThat(idempotent("one", AttackedProduct.OTHER_FEED_KEY, theirs))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(202))
                .satisfies(answer -> assertThat(answer.body()).doesNotContain("secret"));
        assertThat(idempotent("one", AttackedProduct.FEED_KEY, theirs).statusCode())
                .isEqualTo(422);
        assertThat(idempotent("x".repeat(256), AttackedProduct.FEED_KEY, mine).statusCode())
                .isEqualTo(400);
        assertThat(idempotent(" ", AttackedProduct.FEED_KEY, mine).statusCode()).isIn(202, 400);
        assertThat(idempotent("one", "a forged key", mine).statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> idempotent(String idempotencyKey, String key, String body) {
        return api.send(HttpRequest.newBuilder(api.uri("/api/v1/submissions"))
                .header("X-API-Key", key)
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void aSignatureThatIsForgedOldOrOfAnotherBodyIsNone() throws IOException {
        try (Webhooks webhooks = new Webhooks(api, product.operatorKey())) {
            api.submit(
                    AttackedProduct.FEED_KEY,
                    "{\"source\":\"mine\",\"key\":\"signed\",\"title\":\"A Signed Event\",\"year\":2001,\"venue\":\"VLDB\"}");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(webhooks.titles()).contains("A Signed Event"));
            assertThat(webhooks.unsigned()).isEmpty();
            Webhooks.Delivery genuine = webhooks.deliveries().stream()
                    .filter(each -> each.body().contains("A Signed Event"))
                    .findFirst()
                    .orElseThrow();
            String signature = genuine.signature();
            Instant signed = genuine.signed();
            assertThat(verified(signature, genuine.body(), signed)).isTrue();
            assertThat(verified(signature, genuine.body(), signed.plus(Webhooks.OLDEST)))
                    .isTrue();

            assertThat(verified(
                            signature,
                            genuine.body(),
                            signed.plus(Webhooks.OLDEST).plusSeconds(1)))
                    .as("sent again later")
                    .isFalse();
            assertThat(verified(
                            signature,
                            genuine.body(),
                            signed.minus(Webhooks.OLDEST).minusSeconds(1)))
                    .as("of a time to come")
                    .isFalse();
            assertThat(verified(
                            "t=" + signed.plusSeconds(1).getEpochSecond() + ",sha256=" + genuine.hmac(),
                            genuine.body(),
                            signed))
                    .as("made younger")
                    .isFalse();
            assertThat(verified(signature, genuine.body().replace("A Signed", "A Forged"), signed))
                    .as("of another body")
                    .isFalse();
            assertThat(verified(signature, genuine.body() + " ", signed))
                    .as("of a longer body")
                    .isFalse();
            assertThat(verified("another secret, as long", signature, genuine.body(), signed))
                    .as("by another secret")
                    .isFalse();
            String time = "t=" + signed.getEpochSecond();
            for (String header : List.of(
                    time + ",sha256=" + "0".repeat(64),
                    time + ",sha256=" + genuine.hmac().substring(1),
                    time + ",sha256=" + genuine.hmac() + "," + time,
                    time,
                    "sha256=" + genuine.hmac(),
                    "t=-1,sha256=" + genuine.hmac(),
                    "")) {
                assertThat(verified(header, genuine.body(), signed)).as(header).isFalse();
            }
            assertThat(Webhooks.verified(Webhooks.SECRET, null, genuine.body(), signed))
                    .isFalse();
        }
    }

    private static boolean verified(String signature, String body, Instant now) {
        return verified(Webhooks.SECRET, signature, body, now);
    }

    /** Where there is a Python, the code that receivers are given has to say the same. */
    private static boolean verified(String secret, String signature, String body, Instant now) {
        boolean verified = Webhooks.verified(secret, signature, body, now);
        if (PYTHON) {
            assertThat(DocumentedReceiver.verified(secret, signature, body, now))
                    .as(signature)
                    .isEqualTo(verified);
        }
        return verified;
    }

    @Test
    void bombsOfEachReaderAreEndedInTimeAndSpace() throws Exception {
        byte[] members = gzip(new byte[0], 1);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 50_000; i++) {
            many.write(members);
        }
        Map<String, byte[]> bombs = Map.of(
                "members", many.toByteArray(),
                "zeros", gzip(new byte[1 << 20], 1024),
                "lines", gzip("{}\n".repeat(300_000).getBytes(StandardCharsets.US_ASCII), 300),
                "blanks", gzip("\n".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII), 1024),
                "nesting", "[".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII),
                "deep record", ("{\"source\":" + "[".repeat(500_000)).getBytes(StandardCharsets.US_ASCII),
                "a number", ("{\"year\":" + "9".repeat(1_000_000) + "}").getBytes(StandardCharsets.US_ASCII),
                "a gzip in a gzip", gzip(gzip(new byte[1 << 20], 512), 1));
        long before = used();
        for (Map.Entry<String, byte[]> bomb : bombs.entrySet()) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = api.send(HttpRequest.newBuilder(api.uri("/api/v1/submissions"))
                    .header("X-API-Key", AttackedProduct.FEED_KEY)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(bomb.getValue())));
            assertThat(answer.statusCode()).as(bomb.getKey()).isIn(400, 422);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as(bomb.getKey())
                    .isLessThan(SLOW_MACHINE);
        }
        assertThat(used() - before).as("heap that is kept").isLessThan(64L << 20);
        // the server still answers, and nothing of it lies about
        assertThat(api.get("/api/v1/stats").statusCode()).isEqualTo(200);
        for (String path : List.of("/api/v1/papers/batch", "/api/v1/webhooks", "/mcp", "/api/v1/decisions")) {
            assertThat(api.send(HttpRequest.newBuilder(api.uri(path))
                                    .header("Content-Type", "application/json")
                                    .header("X-API-Key", product.operatorKey())
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])))
                            .statusCode())
                    .as(path)
                    .isEqualTo(413);
        }
    }

    /** No request is read as XML: what is comes as a file, or from a source that is asked. */
    @Test
    void entitiesOfFilesThatAreDroppedAreRefusedUnexpandedAndTheNextFileIsRead() throws Exception {
        Inbox inbox = product.inbox();
        inbox.drop(
                "1.xml",
                AttackedProduct.bomb(
                        "dblp",
                        "<dblp><inproceedings key=\"conf/vldb/x\"><author>A</author><title>&lol9;</title>"
                                + "<year>1999</year></inproceedings></dblp>"));
        inbox.drop(
                "2.xml",
                AttackedProduct.bomb(
                        "OAI-PMH",
                        "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
                                + "<responseDate>2026-01-01T00:00:00Z</responseDate>"
                                + "<ListRecords><record><metadata>&lol9;</metadata></record></ListRecords></OAI-PMH>"));
        inbox.drop("3.ndjson", "{\"source\":\"mine\",\"key\":\"dropped\",\"title\":\"Dropped\",\"year\":2001}\n");
        long before = used();
        JsonNode feed = inbox.read(api, product.operatorKey());
        assertThat(used() - before).as("heap that is kept").isLessThan(64L << 20);
        assertThat(feed.path("accepted").asInt()).isEqualTo(1);
        assertThat(feed.path("rejections").valueStream().map(JsonNode::asString))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("1.xml could not be read to its end: ")
                                .contains("declares the entity lol0 itself"),
                        second -> assertThat(second)
                                .startsWith("2.xml could not be read to its end: ")
                                .contains("declares a type, which is refused"));
        assertThat(inbox.at("failed/1.xml.report.json")).content().contains("declares the entity lol0 itself");
        assertThat(inbox.at("failed/2.xml.report.json")).content().contains("declares a type, which is refused");
        assertThat(inbox.at("done/3.ndjson")).exists();
        assertThat(api.get("/api/v1/stats").statusCode()).isEqualTo(200);
    }

    private static byte[] gzip(byte[] chunk, int times) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            for (int i = 0; i < times; i++) {
                out.write(chunk);
            }
        }
        return compressed.toByteArray();
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void aThousandConnectionsThatSayLittleKeepNobodyFromBeingAnswered() throws Exception {
        List<Socket> held = new ArrayList<>();
        try {
            int port = api.uri("/").getPort();
            for (int i = 0; i < 1_000; i++) {
                Socket socket = new Socket("127.0.0.1", port);
                held.add(socket);
                OutputStream out = socket.getOutputStream();
                if (i % 2 == 0) {
                    out.write("GET /api/v1/stats HTTP/1.1\r\nHost: x\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                } else {
                    out.write(("POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nX-API-Key: " + AttackedProduct.FEED_KEY
                                    + "\r\nContent-Length: 1000000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
                }
            }
            long begin = System.nanoTime();
            assertThat(api.get("/api/v1/papers").statusCode()).isEqualTo(200);
            assertThat(api.get("/").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IDLE);
        } finally {
            for (Socket each : held) {
                each.close();
            }
        }
        await().atMost(SLOW_MACHINE)
                .until(() -> api.post("/api/v1/submissions", AttackedProduct.FEED_KEY, "{}")
                                .statusCode()
                        == 422);
    }

    @Test
    void whoAsksForMuchAndReadsNothingIsCutOffAndKeepsNobodyFromBeingAnswered() throws Exception {
        int length = api.get("/api/v1/papers.ndjson").body().length();
        byte[] requests = "GET /api/v1/papers.ndjson HTTP/1.1\r\nHost: x\r\n\r\n"
                .repeat(ASKED)
                .getBytes(StandardCharsets.US_ASCII);
        List<Socket> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < DEAF; i++) {
                Socket socket = new Socket();
                deaf.add(socket);
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress("127.0.0.1", api.uri("/").getPort()));
                // The server reads no further while it cannot write: to send must not wait for it.
                Thread.ofVirtual().start(() -> {
                    try {
                        socket.getOutputStream().write(requests);
                    } catch (IOException e) {
                        // It was cut off, as it ought to be.
                    }
                });
            }
            long begin = System.nanoTime();
            assertThat(api.get("/api/v1/papers").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IDLE);
            Thread.sleep(IDLE.plusSeconds(10).toMillis());
            assertThat(api.get("/").statusCode()).isEqualTo(200);
            for (Socket each : deaf) {
                each.setSoTimeout(5_000);
                assertThat(untilCut(each))
                        .as("bytes that had been sent when it was cut off")
                        .isLessThan((long) ASKED * length / 2);
            }
        } finally {
            for (Socket each : deaf) {
                each.close();
            }
        }
    }

    /** What can be read of a connection until it ends, whichever way. */
    private static long untilCut(Socket socket) throws IOException {
        byte[] part = new byte[1 << 16];
        long read = 0;
        try {
            for (int some; (some = socket.getInputStream().read(part)) >= 0; ) {
                read += some;
            }
        } catch (SocketException e) {
            // reset
        }
        return read;
    }

    @Test
    void whatTheServerItselfRefusesNamesNeitherServerNorVersion() throws IOException {
        int port = api.uri("/").getPort();
        for (String request : List.of(
                "GET / HTTP/1.1\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\n\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout((int) SLOW_MACHINE.toMillis());
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                byte[] answer = new byte[4096];
                int length = socket.getInputStream().read(answer);
                assertThat(new String(answer, 0, Math.max(0, length), StandardCharsets.ISO_8859_1))
                        .as(request)
                        .startsWith("HTTP/1.1 ")
                        .doesNotContainIgnoringCase("tomcat")
                        .doesNotContain("java", "Server:");
            }
        }
    }

    @Test
    void anAddressThatIsNoneIsRefusedAsAProblemInWordsLikeAllElse() throws IOException {
        for (String path : List.of("/api/v1/papers/%00", "/api/v1/papers/%5C", "/ingest/api/v1/feeds/%00")) {
            try (Socket socket = new Socket("127.0.0.1", api.uri("/").getPort())) {
                socket.setSoTimeout((int) SLOW_MACHINE.toMillis());
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .as(path)
                        .startsWith("HTTP/1.1 400")
                        .contains("application/problem+json", "nosniff", "\"status\":400", "\"detail\":\"This");
            }
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void whatWasSentReachedTheLogOnlyInLinesOfItsOwnAndEscaped() throws IOException {
        String forged = AttackedProduct.encoded("x\r\n" + AttackedProduct.FORGED_LINE + "\u001b[31m\u0007\u2028");
        api.get("/api/v1/papers?q=" + forged);
        api.get("/papers/" + forged);
        assertThat(product.logged())
                .anyMatch(line -> line.contains("a\\n" + AttackedProduct.FORGED_LINE + "\\u001b[31m.ndjson"));
        assertThat(product.logged())
                .allSatisfy(line -> assertThat(line.replace("\t", ""))
                        .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028-\u202e\u2066-\u2069]"))
                .noneMatch(line -> line.startsWith(AttackedProduct.FORGED_LINE))
                .noneMatch(line -> line.contains(AttackedProduct.FEED_KEY) || line.contains(product.operatorKey()));
    }
}
