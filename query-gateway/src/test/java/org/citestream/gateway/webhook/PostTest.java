package org.citestream.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class PostTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void itGoesToTheCheckedAddressUnderTheNameOfTheHostAndFollowsNoRedirect() throws IOException {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " for "
                    + exchange.getRequestHeaders().getFirst("Host") + " "
                    + exchange.getRequestHeaders().getFirst("X-Test") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1/inside");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            int status = Post.send(
                    target("http://no-such-host.invalid:" + port + "/hook?a=1"),
                    Map.of("X-Test", "yes"),
                    "{\"é\":1}",
                    SOON);
            assertThat(status).isEqualTo(302);
            assertThat(seen).containsExactly("POST /hook?a=1 for no-such-host.invalid:" + port + " yes {\"é\":1}");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whoDoesNotAnswerInTimeIsLeft() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Target target = target("http://silent.invalid:" + silent.getLocalPort() + "/");
            assertThatThrownBy(() -> Post.send(target, Map.of(), "{}", Duration.ofMillis(200)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static Target target(String url) {
        return new Target(URI.create(url), InetAddress.getLoopbackAddress());
    }
}
