package org.citestream.platform.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.citestream.platform.process.VictimProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerRestartTest {

    private static final String TOPIC = "papers";

    @TempDir
    Path directory;

    @Test
    void aRestartKeepsTheRecordsAndTheAddress() throws Exception {
        String address = startWriteAndClose("a", "b");

        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(TestClient.of(broker, TOPIC).readCommitted()).containsExactly("a", "b");
        }
    }

    @Test
    void aRestartMovesToAnotherPortWhenItsOwnIsTaken() throws Exception {
        String address = startWriteAndClose("a");

        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(taken.isBound()).isTrue();
            assertThat(broker.bootstrapServers()).isNotEqualTo(address);
            assertThat(TestClient.of(broker, TOPIC).readCommitted()).containsExactly("a");
        }
    }

    @Test
    void aRestartAfterAnOrderlyCloseNeedNotWait() throws Exception {
        startWriteAndClose("a");

        long start = System.nanoTime();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(broker.bootstrapServers()).isNotEmpty();
            assertThat(since(start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void acknowledgedRecordsSurviveTheDeathOfTheProcessAndTheNextBrokerIsThereInTenSeconds() throws Exception {
        List<String> acknowledged;
        try (VictimProcess producer = VictimProcess.start(AcknowledgedProducer.class, directory)) {
            producer.awaitLine("200"::equals);
            acknowledged = producer.kill().stream()
                    .filter(line -> line.matches("\\d+"))
                    .toList();
        }
        long start = System.nanoTime();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(since(start)).isLessThan(Duration.ofSeconds(10));
            assertThat(TestClient.of(broker, AcknowledgedProducer.TOPIC).readCommitted())
                    .containsAll(acknowledged);

            TestClient client = TestClient.of(broker, TOPIC).createTopic();
            client.send("after");
            assertThat(client.readCommitted()).containsExactly("after");
        }
    }

    private String startWriteAndClose(String... values) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            TestClient.of(broker, TOPIC).createTopic().send(values);
            return broker.bootstrapServers();
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
