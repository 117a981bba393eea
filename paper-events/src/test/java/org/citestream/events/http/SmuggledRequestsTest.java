package org.citestream.events.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of which a server in between may see another end than ours: what is hidden behind the end is never served. */
class SmuggledRequestsTest {

    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    static Path directory;

    private static LimitedServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new LimitedServer(
                directory, new HttpLimits(100, Duration.ofSeconds(1), Duration.ofSeconds(1), 65_536, 1_048_576, 1024));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.asked().clear();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("two lengths", "Content-Length: 0\r\nContent-Length: 33\r\n\r\n" + HIDDEN),
                Arguments.of("one length twice", "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + HIDDEN),
                Arguments.of("two lengths in a list", "Content-Length: 0, 33\r\n\r\n" + HIDDEN),
                Arguments.of("a length with a sign", "Content-Length: +0\r\n\r\n" + HIDDEN),
                Arguments.of("a length below zero", "Content-Length: -1\r\n\r\n" + HIDDEN),
                Arguments.of("a length that is none", "Content-Length: 0x0\r\n\r\n" + HIDDEN),
                Arguments.of("a length beyond all numbers", "Content-Length: 18446744073709551616\r\n\r\n" + HIDDEN),
                Arguments.of("an unknown coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("chunked, but not last", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("a coding after a control", "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "white space before the colon",
                        "Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of("a header with NUL", "X-A: b\0c\r\nContent-Length: 0\r\n\r\n" + HIDDEN),
                Arguments.of("a bare CR in a header", "X-A: b\rContent-Length: 0\r\n\r\n" + HIDDEN),
                Arguments.of("a header without a name", ": b\r\nContent-Length: 0\r\n\r\n" + HIDDEN),
                Arguments.of("two hosts", "Host: y\r\nContent-Length: 0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a chunk whose size ends with a bare LF",
                        "Transfer-Encoding: chunked\r\n\r\n2\n[]\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a chunk's extension that ends with a bare LF",
                        "Transfer-Encoding: chunked\r\n\r\n2;x\n[]\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a chunk that ends with a bare LF",
                        "Transfer-Encoding: chunked\r\n\r\n2\r\n[]\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a chunk longer than its size",
                        "Transfer-Encoding: chunked\r\n\r\n2\r\n[]]\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a chunk's size beyond all numbers",
                        "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF1\r\n[]\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a chunk's size with a sign",
                        "Transfer-Encoding: chunked\r\n\r\n-1\r\n[]\r\n0\r\n\r\n" + HIDDEN),
                // Both: the coding counts, and nothing after it is served.
                Arguments.of(
                        "a length and a coding",
                        "Content-Length: 49\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a coding and a length",
                        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a coding in a folded line, and a length",
                        "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + HIDDEN),
                Arguments.of(
                        "a coding in capitals, and a length",
                        "TRANSFER-ENCODING: CHUNKED\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + HIDDEN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String what, String rest) throws IOException {
        String answer = server.answers("POST /shown HTTP/1.1\r\nHost: x\r\n" + rest);
        assertThat(server.asked()).as(what).doesNotContain("GET /hidden");
        assertThat(answer.split("HTTP/1\\.1 ", -1)).as("answers to %s", what).hasSizeLessThanOrEqualTo(2);
        // Nothing that comes later on this connection can be taken for the rest of it.
        assertThat(answer).as(what).containsPattern("HTTP/1.1 (4|5|200 [^ ]*[\\s\\S]*Connection: close)");
    }

    @Test
    void aFoldedHeaderHidesNoOther() throws IOException {
        server.answers("POST /shown HTTP/1.1\r\nHost: x\r\nX-A: b\r\n Content-Length: 33\r\n\r\n" + HIDDEN);
        assertThat(server.asked())
                .as("the folded line belongs to the header before it, so the second request is one")
                .isEqualTo(List.of("POST /shown", "GET /hidden"));
    }

    /** RFC 9112, 2.2 lets a recipient take a bare LF for the end of a line; then it has to be one for the framing as well. */
    @Test
    void aFramingHeaderBehindABareLfCounts() throws IOException {
        server.answers("POST /shown HTTP/1.1\r\nHost: x\r\nX-A: b\nContent-Length: 33\r\n\r\n" + HIDDEN);
        assertThat(server.asked()).containsExactly("POST /shown");
        server.asked().clear();
        server.answers(
                "POST /shown HTTP/1.1\r\nHost: x\r\nX-A: b\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"
                        + "0\r\n\r\n" + HIDDEN);
        assertThat(server.asked()).containsExactly("POST /shown");
    }

    @Test
    void whatStandsInABodyIsNoRequestAndRequestsInOrderAreServed() throws IOException {
        String answer = server.answers("POST /one HTTP/1.1\r\nHost: x\r\nContent-Length: " + HIDDEN.length()
                + "\r\n\r\n" + HIDDEN + "GET /two HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(server.asked()).containsExactly("POST /one", "GET /two");
        assertThat(answer).contains("read " + HIDDEN.length(), "read 0");
    }
}
