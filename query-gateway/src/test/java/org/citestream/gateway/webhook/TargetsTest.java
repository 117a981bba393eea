package org.citestream.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final WebhookProperties properties = new WebhookProperties("key", false, 3, TIMEOUT, TIMEOUT);
    private final Targets targets = new Targets(properties);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost:8080/",
                "http://[::1]/",
                "http://10.1.2.3/",
                "http://192.168.0.1/",
                "http://172.16.0.1/",
                "http://169.254.169.254/latest/meta-data",
                "http://0.0.0.0/",
                "http://100.64.0.1/",
                "http://[fc00::1]/",
                "http://[fe80::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://2130706433/",
                "http://[64:ff9b::7f00:1]/",
                "http://224.0.0.1/"
            })
    void privateAndLoopbackAddressesAreRefused(String url) {
        assertThatThrownBy(() -> targets.check(url)).isInstanceOf(Targets.RefusedTargetException.class);
    }

    /** As where a name was public when it was checked, and leads inside when it is connected to. */
    @Test
    void noConnectionIsMadeToAPrivateAddressWhateverWasFoundBefore() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer inside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        inside.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        inside.start();
        URI address = URI.create("http://localhost:" + inside.getAddress().getPort() + "/");
        WebhookProperties anywhere = new WebhookProperties("key", true, 3, TIMEOUT, TIMEOUT);
        try (WebhookRequests careful = new WebhookRequests(properties, targets);
                WebhookRequests careless = new WebhookRequests(anywhere, new Targets(anywhere))) {
            assertThatThrownBy(() -> careful.post(address, "{}", "t=1"))
                    .isInstanceOf(Targets.RefusedTargetException.class);
            assertThat(asked).hasValue(0);
            assertThat(careless.post(address, "{}", "t=1")).isEqualTo(204);
            assertThat(asked).hasValue(1);
        } finally {
            inside.stop(0);
        }
    }

    @Test
    void publicAddressesAreNot() throws UnknownHostException {
        assertThat(targets.check("https://93.184.215.14/hook").getHost()).isEqualTo("93.184.215.14");
        assertThat(Targets.isInside(InetAddress.getByName("2606:4700::1"))).isFalse();
    }
}
