package org.citestream.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.citestream.events.http.InsideAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final WebhookProperties properties = new WebhookProperties(false, 3, TIMEOUT, TIMEOUT);
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
                "http://224.0.0.1/",
                "http://192.0.0.170/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:7f00:1::]/",
                "http://[::7f00:1]/",
                "http://0x7f.1/"
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
        WebhookProperties anywhere = new WebhookProperties(true, 3, TIMEOUT, TIMEOUT);
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

    /** What is public may lead on to what is not. */
    @Test
    void whoIsSentElsewhereDoesNotGoThere() throws IOException {
        AtomicInteger inside = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/inside", exchange -> {
            inside.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            server.createContext("/" + status, exchange -> {
                exchange.getResponseHeaders().add("Location", address + "/inside");
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
        }
        server.start();
        WebhookProperties anywhere = new WebhookProperties(true, 3, TIMEOUT, TIMEOUT);
        try (WebhookRequests requests = new WebhookRequests(anywhere, new Targets(anywhere))) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                assertThat(requests.post(URI.create(address + "/" + status), "{}", "t=1"))
                        .isEqualTo(status);
            }
        } finally {
            server.stop(0);
        }
        assertThat(inside).hasValue(0);
    }

    /** Of the answer nothing is wanted but its status, so nobody fills the memory by a head without end. */
    @Test
    void anAnswerWhoseHeadHasNoEndIsNotReadToIt() throws IOException {
        WebhookProperties anywhere = new WebhookProperties(true, 3, TIMEOUT, TIMEOUT);
        AtomicInteger sent = new AtomicInteger();
        try (ServerSocket inside = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WebhookRequests requests = new WebhookRequests(anywhere, new Targets(anywhere))) {
            Thread.ofVirtual().start(() -> {
                try (Socket asked = inside.accept()) {
                    OutputStream out = asked.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\nX-Endless: ".getBytes(StandardCharsets.US_ASCII));
                    for (byte[] more = new byte[1 << 16]; sent.get() < 1 << 30; sent.addAndGet(more.length)) {
                        Arrays.fill(more, (byte) 'x');
                        out.write(more);
                    }
                } catch (IOException e) {
                    // the other side has heard enough
                }
            });
            URI address = URI.create("http://127.0.0.1:" + inside.getLocalPort() + "/");
            assertThatThrownBy(() -> requests.post(address, "{}", "t=1")).isInstanceOf(IOException.class);
            assertThat(sent.get()).isLessThan(32 << 20);
        }
    }

    @Test
    void publicAddressesAreNot() throws UnknownHostException {
        assertThat(targets.check("https://93.184.215.14/hook").getHost()).isEqualTo("93.184.215.14");
        assertThat(InsideAddresses.contains(InetAddress.getByName("2606:4700::1")))
                .isFalse();
    }
}
