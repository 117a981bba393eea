package org.citestream.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.citestream.gateway.openapi.OtherDescriptions.Description;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OtherDescriptionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch askedAll = new CountDownLatch(3);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/together", this::answerOnceAllAreAsked);
        server.createContext("/broken", exchange -> answer(exchange, 200, "{"));
        server.createContext("/refused", exchange -> answer(exchange, 503, "{}"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void servicesAreAskedAtOnceSoThatNoneWaitsForAnother() {
        assertThat(descriptions(Map.of("a", at("/together/a"), "b", at("/together/b"), "c", at("/together/c")))
                        .all())
                .extracting(each -> each.service() + each.api().path("path").asString(""))
                .containsExactly("a/together/a", "b/together/b", "c/together/c");
    }

    @Test
    void whatCannotBeReadIsMissingAndTakesNothingFromTheOthers() {
        askedAll.countDown();
        askedAll.countDown();
        assertThat(descriptions(Map.of(
                                "broken", at("/broken"),
                                "no-address", new DescribedServices.Service(URI.create("nowhere"), ""),
                                "refused", at("/refused"),
                                "sound", at("/together/sound")))
                        .all())
                .filteredOn(each -> !each.api().isMissingNode())
                .extracting(Description::service)
                .containsExactly("sound");
    }

    private static OtherDescriptions descriptions(Map<String, DescribedServices.Service> services) {
        return new OtherDescriptions(new DescribedServices(services), JsonMapper.shared(), PATIENCE);
    }

    private DescribedServices.Service at(String path) {
        return new DescribedServices.Service(
                URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                        + server.getAddress().getPort() + path),
                "");
    }

    private void answerOnceAllAreAsked(HttpExchange exchange) throws IOException {
        askedAll.countDown();
        try {
            boolean _ = askedAll.await(PATIENCE.toSeconds() / 3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean all = askedAll.getCount() == 0;
        answer(
                exchange,
                all ? 200 : 503,
                "{\"path\":\"" + exchange.getRequestURI().getPath() + "\"}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
