package org.citestream.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.citestream.platform.broker.BrokerOptions;
import org.citestream.platform.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to the topics past the product, by a real broker. */
class TopicsTest {

    private static final Map<String, String> NEVER_CLEANED =
            Map.of("cleanup.policy", "compact", "segment.ms", "1000", "min.cleanable.dirty.ratio", "1");

    @TempDir
    Path directory;

    private volatile Duration clock = Duration.ZERO;
    private EmbeddedBroker broker;
    private Topics topics;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(
                directory,
                BrokerOptions.defaults().withClock(() -> Instant.now().plus(clock)));
        topics = new Topics(broker.bootstrapServers());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(org.citestream.events.Topics.all().stream()
                            .map(each -> new NewTopic(each.name(), 2, (short) 1).configs(NEVER_CLEANED))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void whatIsSupersededIsCountedUntilTheCleanerHasTakenItAwayButForTheLastSegment() throws Exception {
        write("submissions", "a=1", "a=2", "b=1", "a=3", "b=2");
        assertThat(topics.superseded(directory.resolve("log"))).isEqualTo(2);
        assertThat(topics.cleaned()).isZero();
        topics.cutShort();
        await().atMost(Duration.ofSeconds(30)).until(() -> topics.superseded(directory.resolve("log")) == 0);
        assertThat(topics.cleaned()).isEqualTo(2);
        assertThat(topics.read()).extracting(TopicsTest::text).containsExactly("b=1", "a=3", "b=2");
    }

    @Test
    void whatIsWrittenAgainEndsWithWhatWasLastAlsoWhereABrokerTakesNothingForAWhile() throws Exception {
        write("papers", "a=1", "a=2", "b=1", "a=3", "b=2");
        List<ConsumerRecord<byte[], byte[]>> records = topics.read();
        clock = Duration.ofHours(-2);
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> clock = Duration.ZERO);
        long begin = System.nanoTime();
        assertThat(topics.echo(records, new Random(1))).isEqualTo(5 + 2);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(500));
        List<String> all = topics.read().stream().map(TopicsTest::text).toList();
        assertThat(all).hasSizeGreaterThanOrEqualTo(5 + 5 + 2);
        Map<String, String> last = new TreeMap<>();
        all.forEach(each -> last.put(each.substring(0, 1), each));
        assertThat(last.values()).containsExactly("a=3", "b=2");
    }

    /** Each so much later than the one before that a segment begins with it. */
    private void write(String topic, String... records) throws Exception {
        Instant time = Instant.now().minusSeconds(60);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String each : records) {
                time = time.plusSeconds(2);
                producer.send(new ProducerRecord<>(topic, 0, time.toEpochMilli(), each.substring(0, 1), each))
                        .get();
            }
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> each) {
        return new String(each.value(), StandardCharsets.UTF_8);
    }
}
