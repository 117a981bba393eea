package org.citestream.events.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds connections by sending little, or sends too much, is cut off, and others are served while there is room. */
class HeldConnectionsTest {

    private static final int HOLDERS = 300;
    private static final int FEW = 20;
    private static final String QUESTION = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final int LONGEST_BODY = 2_000;
    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final Duration LATEST = Duration.ofSeconds(15);

    @TempDir
    static Path directory;

    private static LimitedServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new LimitedServer(directory, limits(LIMIT));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void connectionsThatSayNothingAreClosed() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            connect(server, HOLDERS, idle);
            for (Socket each : idle) {
                assertThat(each.getInputStream().read()).as("closed").isEqualTo(-1);
            }
        } finally {
            close(idle);
        }
    }

    @Test
    void othersAreServedWhileConnectionsThatSayNothingAreHeld(@TempDir Path other) throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (LimitedServer patient = new LimitedServer(other, limits(Duration.ofHours(1)))) {
            connect(patient, HOLDERS, idle);
            assertThat(patient.answers(QUESTION)).contains("read 0");
            for (Socket each : idle) {
                assertIsHeld(each, Duration.ofMillis(1));
            }
        } finally {
            close(idle);
        }
    }

    @Test
    void whoComesToAFullServerWaitsAndIsServedWhenAnotherLeaves(@TempDir Path other) throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (LimitedServer full = new LimitedServer(other, limits(FEW, Duration.ofHours(1)))) {
            connect(full, FEW, idle);
            try (Socket late = asking(full)) {
                assertIsHeld(late, LIMIT);
                assertThat(full.asked()).isEmpty();
                for (Socket each : idle) {
                    assertIsHeld(each, Duration.ofMillis(1));
                }
                idle.getFirst().close();
                assertIsServed(late);
            }
        } finally {
            close(idle);
        }
    }

    @Test
    void whoComesToAFullServerIsServedWhenThoseWhoSayNothingAreClosed(@TempDir Path other) throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (LimitedServer full = new LimitedServer(other, limits(FEW, LIMIT.multipliedBy(10)))) {
            connect(full, FEW, idle);
            try (Socket late = asking(full)) {
                assertIsHeld(late, LIMIT);
                assertIsServed(late);
            }
            for (Socket each : idle) {
                assertThat(each.getInputStream().read()).as("closed").isEqualTo(-1);
            }
        } finally {
            close(idle);
        }
    }

    private static HttpLimits limits(Duration patience) {
        return limits(1_000, patience);
    }

    private static HttpLimits limits(int connections, Duration patience) {
        return new HttpLimits(connections, patience, patience, 8_192, LONGEST_BODY, 1_000);
    }

    private static void connect(LimitedServer to, int holders, List<Socket> idle) throws IOException {
        for (int i = 0; i < holders; i++) {
            idle.add(to.connect());
        }
    }

    /** A connection on which a whole question was sent. */
    private static Socket asking(LimitedServer server) throws IOException {
        Socket socket = server.connect();
        socket.getOutputStream().write(QUESTION.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Neither answered nor closed for some time. */
    private static void assertIsHeld(Socket socket, Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        assertThatThrownBy(() -> socket.getInputStream().read())
                .as("held all the while")
                .isInstanceOf(SocketTimeoutException.class);
    }

    private static void assertIsServed(Socket socket) throws IOException {
        socket.setSoTimeout((int) LATEST.toMillis());
        assertThat(LimitedServer.read(socket)).startsWith("HTTP/1.1 200").contains("read 0");
    }

    private static void close(List<Socket> idle) throws IOException {
        for (Socket each : idle) {
            each.close();
        }
    }

    @Test
    void aHeadThatComesByteByByteIsCutOffThoughNoByteIsLate() throws IOException {
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /dripped HTTP/1.1\r\nHost: x\r\nX-Drip: ".getBytes(StandardCharsets.US_ASCII));
            assertThat(cutOffAfter(out, "a")).isBetween(LIMIT, LATEST);
            assertThat(server.asked()).doesNotContain("GET /dripped");
        }
    }

    @Test
    void aBodyThatComesByteByByteIsCutOffThoughNoByteIsLate() throws IOException {
        for (String head : List.of(
                "/streamed HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000",
                "/streamed HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked",
                "/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked",
                "/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1500",
                "/a HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1500")) {
            try (Socket socket = server.connect()) {
                OutputStream out = socket.getOutputStream();
                out.write(("POST " + head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(cutOffAfter(out, head.contains("chunked") ? "1\r\na\r\n" : "a"))
                        .as(head)
                        .isBetween(LIMIT, LATEST);
            }
        }
    }

    @Test
    void aFormIsReadFieldByFieldAsTheServerWould() throws IOException {
        String form = "field=a%26b&other=&field=c+%C3%BC&empty";
        assertThat(server.answers("POST /a?field=q HTTP/1.1\r\nHost: x\r\n"
                        + "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: "
                        + form.length()
                        + "\r\n\r\n" + form))
                .contains("read " + form.length() + ", q+a&b+c \u00fc");
        String broken = "field=%zz";
        assertThat(server.answers("POST /a HTTP/1.1\r\nHost: x\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + broken.length()
                        + "\r\n\r\n" + broken))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void aBodyThatStopsIsNotWaitedFor() throws IOException {
        try (Socket socket = server.connect()) {
            socket.getOutputStream()
                    .write("POST /streamed HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(LimitedServer.read(socket))
                    .as("read to the end, since the server closes")
                    .doesNotContain("read 10");
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedWhetherItSaysSoOrNotAndAllowedWhereBodiesAreStreamed() throws IOException {
        String body = "x".repeat(LONGEST_BODY + 1);
        String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        assertThat(server.answers(
                        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json", "Connection: close", "longer than 2000 bytes");
        assertThat(server.answers("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk))
                .startsWith("HTTP/1.1 413");
        assertThat(server.answers("POST /streamed HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk))
                .contains("read " + body.length());
        assertThat(server.answers(
                        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"))
                .contains("read 2");
        assertThat(server.answers("POST /streamed/../a HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void aHeadThatIsTooLongIsRefused() throws IOException {
        assertThat(server.answers("GET /a HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(server.answers("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    /** Sends a little every tenth of a second, until it no longer can. */
    private static Duration cutOffAfter(OutputStream out, String little) {
        long begin = System.nanoTime();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    try {
                        out.write(little.getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
