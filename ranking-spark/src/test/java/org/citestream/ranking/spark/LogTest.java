package org.citestream.ranking.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker, that is there or is not. */
@Timeout(120)
class LogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private final EventCodec codec = new EventCodec();

    @Test
    void recordsThatCannotBeReadAreLeftOutAndCounted() throws Exception {
        try (EmbeddedBroker broker = withTopics()) {
            tell(
                    broker,
                    Topics.REFERENCES,
                    references(1, List.of(2)),
                    "{".getBytes(StandardCharsets.UTF_8),
                    references(2, List.of(0)),
                    references(0, List.of(1)),
                    references(3, List.of(1)));

            Log.Told told = log(broker, 0, 5, PATIENCE).told(0);

            assertThat(told.papers()).extracting(ToldPaper::id).containsExactly(1, 3);
            assertThat(told.unreadable()).isEqualTo(3);
        }
    }

    @Test
    void aBrokerThatGivesNoMoreIsNotWaitedForForEver() throws Exception {
        try (EmbeddedBroker broker = withTopics()) {
            tell(broker, Topics.REFERENCES, references(1, List.of(2)));
            Log log = log(broker, 0, 2, SHORT);
            assertThatIllegalStateException()
                    .isThrownBy(() -> log.told(0))
                    .withMessageStartingWith("the broker at " + broker.bootstrapServers() + " has ")
                    .withMessageContaining("references-0");
        }
    }

    @Test
    void aBrokerThatHasGoneIsNotWaitedForForEver() throws Exception {
        Log log;
        try (EmbeddedBroker broker = withTopics()) {
            log = log(broker, 1, 0, SHORT);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> log.told(0))
                .withMessageStartingWith("the broker at " + log.bootstrapServers() + " has ")
                .withMessageContaining("papers-0");
    }

    private static Log log(EmbeddedBroker broker, long papers, long references, Duration patience) {
        return new Log(
                broker.bootstrapServers(),
                false,
                Map.of(),
                Map.of(Topics.PAPERS.name(), List.of(papers), Topics.REFERENCES.name(), List.of(references)),
                patience);
    }

    private EmbeddedBroker withTopics() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(Stream.of(Topics.PAPERS, Topics.REFERENCES)
                            .map(each -> new NewTopic(each.name(), 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        return broker;
    }

    private static void tell(EmbeddedBroker broker, Topic<?> topic, byte[]... records) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (byte[] each : records) {
                var _ = producer.send(new ProducerRecord<>(topic.name(), 0, each, each));
            }
        }
    }

    private byte[] references(int id, List<Integer> cited) {
        return encoded(
                Topics.REFERENCES,
                new ReferencesEvent(id, 1, cited, List.of(), 0, ReferencesEvent.Dropped.NOTHING, Instant.EPOCH));
    }

    private <E extends Event> byte[] encoded(Topic<E> topic, E event) {
        return codec.encode(topic, event);
    }
}
