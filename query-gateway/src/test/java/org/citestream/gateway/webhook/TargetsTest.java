package org.citestream.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    private final Targets targets =
            new Targets(new WebhookProperties("key", false, 3, Duration.ofSeconds(1), Duration.ofSeconds(1)));

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

    @Test
    void aNameIsResolvedOnceAndItsCheckedAddressIsConnectedTo() throws UnknownHostException {
        InetAddress outside = InetAddress.getByName("93.184.215.14");
        InetAddress inside = InetAddress.getByName("127.0.0.1");
        AtomicInteger asked = new AtomicInteger();
        Targets rebound =
                new Targets(new WebhookProperties("key", false, 3, Duration.ofSeconds(1), Duration.ofSeconds(1)), _ ->
                        new InetAddress[] {asked.getAndIncrement() == 0 ? outside : inside});
        assertThat(rebound.check("https://rebinding.example/").address()).isEqualTo(outside);
        assertThat(asked).hasValue(1);
        assertThatThrownBy(() -> rebound.check("https://rebinding.example/"))
                .as("the next request is checked anew")
                .isInstanceOf(Targets.RefusedTargetException.class);
        Targets mixed =
                new Targets(new WebhookProperties("key", false, 3, Duration.ofSeconds(1), Duration.ofSeconds(1)), _ ->
                        new InetAddress[] {outside, inside});
        assertThatThrownBy(() -> mixed.check("https://mixed.example/"))
                .isInstanceOf(Targets.RefusedTargetException.class);
    }

    @Test
    void publicAddressesAreNot() throws UnknownHostException {
        assertThat(targets.check("https://93.184.215.14/hook").url().getHost()).isEqualTo("93.184.215.14");
        assertThat(Targets.isInside(InetAddress.getByName("2606:4700::1"))).isFalse();
    }
}
