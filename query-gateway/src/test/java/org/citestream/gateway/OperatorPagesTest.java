package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of operators over what an ingest service tells: a feed that fails and dead letters that can be read and put back. */
class OperatorPagesTest {

    private static final String KEY = "an-operator";
    private static final String FEEDS = """
            {"feeds":[{"name":"inbox & co","source":"directory","state":"failing","lastSuccess":"2026-02-09T10:00:00Z","nextRun":null,
            "accepted":1200,"unchanged":3,"rejected":1,"leftOut":{"no venue":7},"rejections":["line 4: <b>title</b> is missing"],
            "lastError":"The source answered 503.","toConfirm":true}]}""";
    private static final String LETTERS = """
            {"total":10000,"letters":[
            {"topic":"papers","partition":1,"offset":17,"key":"9","stage":"projectPapers","reason":"refused","why":"no title",
            "at":"2026-02-09T10:00:00Z","superseded":true,"content":"{\\"title\\":\\"<script>alert(1)</script>\\"}"},
            {"topic":"ranks","partition":0,"offset":3,"key":null,"stage":"indexRanks","reason":"unreadable","why":"not JSON",
            "at":null,"superseded":false,"content":"%s"}]}""".formatted("y".repeat(3_000));

    private static final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private static HttpServer ingest;
    private static RunningGateway.Another gateway;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @BeforeAll
    static void start() throws IOException {
        ingest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ingest.createContext("/", exchange -> {
            String key = exchange.getRequestHeaders().getFirst("X-API-Key");
            String path = exchange.getRequestURI().toString();
            asked.add(exchange.getRequestMethod() + " " + path);
            int status = KEY.equals(key) ? path.endsWith("/pause") ? 409 : 200 : 401;
            String answer = status == 401
                    ? "{\"detail\":\"No such key.\"}"
                    : status == 409
                            ? "{\"detail\":\"It is <i>paused</i> already.\"}"
                            : path.startsWith("/api/v1/feeds")
                                    ? FEEDS
                                    : path.contains("replay")
                                            ? "{\"replayed\":12,\"superseded\":1,\"more\":true}"
                                            : LETTERS;
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ingest.start();
        gateway = RunningGateway.get()
                .another(
                        "--citestream.operators.ingest-url=http://127.0.0.1:"
                                + ingest.getAddress().getPort(),
                        "--server.forward-headers-strategy=native");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        ingest.stop(0);
    }

    @BeforeEach
    void nothingAskedYet() {
        asked.clear();
    }

    @Test
    void aFeedShowsWhatItBroughtWhatWentWrongAndWhatCanBeDone() {
        assertThat(overview())
                .containsSubsequence(
                        "inbox &amp; co",
                        "failing",
                        "Feb 09 2026, 10:00:00 UTC",
                        ">1,200</td>",
                        "action=\"/operators/feeds/inbox%20%26%20co/run\"",
                        "aria-label=\"confirm inbox &amp; co\"",
                        "The source answered 503.",
                        "no venue 7;",
                        "line 4: &lt;b&gt;title&lt;/b&gt; is missing");
    }

    @Test
    void deadLettersCanBeReadAndTheStageBeChosenThatIsPutBack() {
        assertThat(overview())
                .contains("10,000 or more in all")
                .containsSubsequence(
                        "<select id=\"stage\"",
                        "<option value=\"indexRanks\">",
                        "<option value=\"projectPapers\">",
                        "papers-1@17",
                        "refused: no title (superseded)",
                        "<summary>Record</summary>",
                        "{&quot;title&quot;:&quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;}".replace("&quot;", "\""),
                        "unreadable: not JSON",
                        "y".repeat(2_000) + "…")
                .doesNotContain("y".repeat(2_001), "<script>alert");
    }

    @Test
    void whatIsDoneIsSaidOnceSoThatToLoadThePageAgainDoesNothingAgain() {
        HttpResponse<String> done = post("/operators/replay", "reason=refused&stage=projectPapers&dryRun=false", KEY);
        assertThat(asked)
                .containsExactly("POST /api/v1/dead-letters/replay?dryRun=false&reason=refused&stage=projectPapers");
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("location").orElseThrow()).isEqualTo("/operators");
        String told = done.headers().firstValue("set-cookie").orElseThrow();
        assertThat(told).contains("HttpOnly", "SameSite=Strict", "Path=/operators");

        HttpResponse<String> page = get("citestream-operator=" + KEY + "; " + told.substring(0, told.indexOf(';')));
        assertThat(page.body())
                .contains("12 put back, 1 are superseded by later records. There are more: do it again.");
        assertThat(page.headers().firstValue("set-cookie").orElseThrow()).contains("citestream-told=;", "Max-Age=0");
        assertThat(overview()).doesNotContain("put back,");
    }

    @Test
    void whatIsRefusedIsSaidInTheWordsOfWhoRefusesIt() {
        HttpResponse<String> refused = post("/operators/feeds/inbox/pause", "", KEY);
        assertThat(refused.statusCode()).isEqualTo(303);
        String told = refused.headers().firstValue("set-cookie").orElseThrow();
        assertThat(get("citestream-operator=" + KEY + "; " + told.substring(0, told.indexOf(';')))
                        .body())
                .contains("It is &lt;i&gt;paused&lt;/i&gt; already.");
        assertThat(post("/operators/feeds/inbox/pause", "", "wrong").statusCode())
                .isEqualTo(403);
        assertThat(post("/operators/feeds/inbox/explode", "", KEY).statusCode()).isEqualTo(400);
        assertThat(post("/operators/replay", "stage=" + "x".repeat(101), KEY).statusCode())
                .isEqualTo(400);
        assertThat(get("citestream-operator=" + KEY + "; citestream-told=!!!").statusCode())
                .as("a message that this page did not write is none")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "\"", "%00", "a%0D%0Ab", "=;=", "%F0%28", ""})
    void aCookieThatThisPageDidNotWriteIsNoKeyAndBreaksNothing(String cookie) {
        assertThat(get("citestream-operator=" + cookie).statusCode()).isIn(200, 403);
        HttpResponse<String> done = post("/operators/replay", "dryRun=true", cookie);
        assertThat(done.statusCode()).isIn(200, 403);
        assertThat(done.body()).contains("<form");
        assertThat(get("citestream-operator=" + KEY + "; citestream-told=" + cookie)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void behindAProxyThatSpeaksTlsTheKeyGoesOverTlsAlone() throws Exception {
        HttpRequest.Builder enter = HttpRequest.newBuilder(URI.create(gateway.address() + "/operators/key"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("key=" + KEY));
        HttpResponse<String> plain = http.send(enter.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(plain.headers().firstValue("set-cookie").orElseThrow()).doesNotContain("Secure");

        HttpResponse<String> secure = http.send(
                enter.header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-For", "192.0.2.1")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(secure.headers().firstValue("set-cookie").orElseThrow()).contains("Secure");
    }

    private String overview() {
        HttpResponse<String> page = get("citestream-operator=" + KEY);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    private HttpResponse<String> get(String cookie) {
        return send("GET", "/operators", cookie, Optional.empty());
    }

    private HttpResponse<String> post(String path, String form, String key) {
        return send("POST", path, "citestream-operator=" + key, Optional.of(form));
    }

    private HttpResponse<String> send(String method, String path, String cookie, Optional<String> form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.address() + path))
                .header("Cookie", cookie)
                .method(
                        method,
                        form.map(HttpRequest.BodyPublishers::ofString).orElse(HttpRequest.BodyPublishers.noBody()));
        form.ifPresent(_ -> request.header("Content-Type", "application/x-www-form-urlencoded"));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
