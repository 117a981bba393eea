package org.citestream.events.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.stream.DeadLetterArchive.Filter;
import org.citestream.events.stream.DeadLetterArchive.Outcome;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;

class DeadLetterArchiveTest {

    private static final int MOST = 3;
    private static final Topic<?> TOPIC = Topics.SUBMISSIONS;
    private static final Filter OF_TEST = new Filter(TOPIC.name(), "test", null);
    private static final Instant BEGIN = Instant.parse("2026-11-30T12:00:00Z");

    private final RunningPlatform platform = RunningPlatform.get();

    @Test
    void moreLettersThanOneRequestHandlesArePutBackByThoseThatFollow() throws Exception {
        try (ConfigurableApplicationContext service = platform.start(new TestService.Recorders())) {
            for (int i = 0; i < 7; i++) {
                refused("key " + i, "first " + i, BEGIN.plusSeconds(i));
            }
            refused("key 0", "second 0", BEGIN.plusSeconds(7));
            try (DeadLetterArchive archive = new DeadLetterArchive(
                    service.getBean(KafkaProperties.class),
                    service.getBean(EventWriters.class).ofDeadLetters("test-archive"),
                    MOST)) {
                assertThat(archive.letters(OF_TEST))
                        .extracting(DeadLetterArchive.Letter::content)
                        .containsExactly("second 0", "first 6", "first 5");
                assertThat(archive.replay(OF_TEST, true)).isEqualTo(new Outcome(3, 1, true));
                assertThat(archive.replay(OF_TEST, false)).isEqualTo(new Outcome(3, 1, true));
                assertThat(archive.replay(OF_TEST, false)).isEqualTo(new Outcome(3, 4, true));
                assertThat(archive.replay(OF_TEST, false)).isEqualTo(new Outcome(1, 7, false));
                assertThat(archive.replay(OF_TEST, false)).isEqualTo(new Outcome(0, 8, false));
            }
            assertThat(platform.read(TOPIC.name()).stream()
                            .filter(each -> RunningPlatform.text(each.key()).startsWith("key "))
                            .map(each -> RunningPlatform.text(each.value()))
                            .skip(8))
                    .as("put back, each key once")
                    .containsExactlyInAnyOrder(
                            "first 1", "first 2", "first 3", "first 4", "first 5", "first 6", "second 0");
        }
    }

    /** A record of the topic, and its letter. */
    private void refused(String key, String value, Instant at) throws Exception {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] content = value.getBytes(StandardCharsets.UTF_8);
        long offset = platform.producer
                .send(new ProducerRecord<>(TOPIC.name(), 0, keyBytes, content))
                .get()
                .offset();
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(TOPIC.deadLetterName(), 0, keyBytes, content, List.of());
        Map.of(
                        "dlt_partition", "0",
                        "dlt_offset", Long.toString(offset),
                        "dlt_stage", "test",
                        "dlt_kind", "refused",
                        "dlt_reason", "none",
                        "dlt_time", at.toString())
                .forEach((name, said) -> letter.headers().add(name, said.getBytes(StandardCharsets.UTF_8)));
        platform.producer.send(letter).get();
    }
}
