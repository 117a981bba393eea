package org.citestream.events.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.events.EventCodec;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.events.trace.RecordTraces;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** What a reader does with batches that a rebalance has overtaken. */
class EventReaderTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private boolean together;
    private final Recorder<RankEvent> recorder = new Recorder<>() {
        @Override
        public boolean takesPartitionsTogether() {
            return together;
        }
    };
    private final PositionsInMemory positions = new PositionsInMemory();
    private final List<String> notes = new ArrayList<>();
    private final EventReader<RankEvent> reader = reader(positions);

    @Test
    void recordsOfAPartitionThatWasGivenAwayAreLeftToItsNextOwner() {
        assign(0, 1);
        reader.revoked(List.of(new TopicPartition("ranks", 1)));
        reader.accept(batch(0, 1));
        assertThat(recorder.ids()).containsExactly(10);
        assertThat(positions.next()).isEqualTo(Map.of(0, 1L));
    }

    @Test
    void aPartitionWhoseTakeoverFailedIsNotRead() {
        assign(0);
        assertThatThrownBy(() -> reader.accept(batch(0, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1");
        assertThat(recorder.ids()).isEmpty();
        assertThat(positions.next()).isEmpty();
    }

    @Test
    void whatWasReadOfSeveralPartitionsIsHandledTogetherWhereItIsOfNoMatterWhichTheyAre() {
        List<List<Integer>> batches = new ArrayList<>();
        together = true;
        recorder.seen = batch ->
                batches.add(batch.stream().map(each -> each.event().id()).toList());
        assign(0, 1, 2);
        reader.accept(batch(0, 1, 2));
        assertThat(batches).containsExactly(List.of(10, 11, 12));
        assertThat(positions.next()).isEqualTo(Map.of(0, 1L, 1, 1L, 2, 1L));

        together = false;
        reader.accept(batch(0, 1, 2));
        assertThat(batches.subList(1, 4)).containsExactly(List.of(10), List.of(11), List.of(12));
    }

    @Test
    void aRecordThatCannotBeHandledIsFoundAmongThoseOfOtherPartitions() {
        together = true;
        recorder.refused = id -> id == 11;
        assign(0, 1, 2);
        reader.accept(batch(0, 1, 2));
        assertThat(recorder.ids()).containsExactly(10, 12);
        assertThat(notes).containsExactly("test 11 paper 11 is refused — Übel");
        assertThat(positions.next()).isEqualTo(Map.of(0, 1L, 1, 1L, 2, 1L));
    }

    @Test
    void aMemberThatTheGroupHasGivenUpGoesOnToItsNextPoll() {
        try (EmbeddedStore store = EmbeddedStore.inMemory();
                MongoClient client = MongoClients.create(store.connectionString());
                MockConsumer<byte[], byte[]> evicted = new MockConsumer<>("earliest") {
                    @Override
                    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                        throw new CommitFailedException();
                    }
                }) {
            DurablePositions durable = new DurablePositions(
                    new PositionStore(new MongoTemplate(client, "test")), "test", "ranks", "an incarnation");
            durable.save(Map.of(0, 7L));
            TopicPartition partition = new TopicPartition("ranks", 0);
            evicted.assign(List.of(partition));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> reader(durable).assigned(evicted, List.of(partition)));
            assertThat(evicted.position(partition)).isEqualTo(7);
        }
    }

    @Test
    void aRecordThatCannotBeHandledIsNotedWithItsReason() {
        assign(0);
        recorder.refused = id -> id == 10;
        reader.accept(batch(0));
        assertThat(notes).containsExactly("test 10 paper 10 is refused — Übel");
        assertThat(positions.next()).isEqualTo(Map.of(0, 1L));
    }

    @Test
    void theLineOfADeadLetterHasFieldsForRecordPaperAndTrace() {
        assign(0);
        recorder.refused = _ -> true;
        Message<List<byte[]>> batch = batch(0);
        originals(batch)
                .getFirst()
                .headers()
                .add(RecordTraces.HEADER, ("00-" + TRACE + "-00f067aa0ba902b7-01").getBytes(StandardCharsets.UTF_8));
        try (EcsLog log = new EcsLog(DeadLetters.class)) {
            reader.accept(batch);
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
                assertThat(line.at("/citestream/reader").asString()).isEqualTo("test");
                assertThat(line.at("/citestream/position").asString()).isEqualTo("ranks-0@0");
                assertThat(line.at("/citestream/paper").asString()).isEqualTo("10");
                assertThat(line.at("/trace/id").asString()).isEqualTo(TRACE);
            });
        }
    }

    @Test
    void theLineOfADeadLetterThatCannotBeReadHasItsPaperFromItsKey() {
        assign(0);
        ConsumerRecord<byte[], byte[]> unreadable = new ConsumerRecord<>(
                "ranks", 0, 0, "17".getBytes(StandardCharsets.UTF_8), "{".getBytes(StandardCharsets.UTF_8));
        try (EcsLog log = new EcsLog(DeadLetters.class)) {
            reader.accept(MessageBuilder.withPayload(List.of(unreadable.value()))
                    .setHeader(KafkaHeaders.RAW_DATA, List.of(unreadable))
                    .build());
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.at("/citestream/record").asString()).isEqualTo("17");
                assertThat(line.at("/citestream/paper").asString()).isEqualTo("17");
                assertThat(line.at("/trace").isMissingNode()).isTrue();
            });
        }
    }

    @SuppressWarnings("unchecked") // as batch() puts them there
    private static List<ConsumerRecord<byte[], byte[]>> originals(Message<List<byte[]>> batch) {
        return (List<ConsumerRecord<byte[], byte[]>>) batch.getHeaders().get(KafkaHeaders.RAW_DATA, List.class);
    }

    @Test
    void whatIsInHandIsTellingItsAgeUntilItIsHandled() {
        assign(0);
        List<Double> ages = new ArrayList<>();
        recorder.refused = _ -> {
            ages.add(meters.get("citestream.reader.oldest.age").gauge().value());
            return false;
        };
        reader.accept(batch(0));
        assertThat(ages).containsOnly(90.0);
        assertThat(meters.get("citestream.reader.oldest.age").gauge().value()).isZero();
        assertThat(meters.get("citestream.reader.records").counter().count()).isEqualTo(1);
    }

    private EventReader<RankEvent> reader(Positions of) {
        return new EventReader<>(
                "test",
                Topics.RANKS,
                recorder,
                new EventCodec(),
                new DeadLetters(
                        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                        new SimpleMeterRegistry(),
                        InstantSource.system()),
                (stage, record, reason) ->
                        notes.add(stage + " " + record.event().recordKey() + " " + reason),
                new RecordTraces(Tracer.NOOP, Propagator.NOOP),
                new ReaderMeters(meters, () -> NOW).of("test"),
                of);
    }

    private void assign(int... partitions) {
        List<TopicPartition> all = IntStream.of(partitions)
                .mapToObj(partition -> new TopicPartition("ranks", partition))
                .toList();
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
            consumer.assign(all);
            all.forEach(each -> consumer.updateBeginningOffsets(Map.of(each, 0L)));
            reader.assigned(consumer, all);
        }
    }

    private static Message<List<byte[]>> batch(int... partitions) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int partition : partitions) {
            RankEvent event = new RankEvent(10 + partition, 1, 1.0);
            byte[] value = new EventCodec().encode(Topics.RANKS, event);
            records.add(new ConsumerRecord<>(
                    "ranks",
                    partition,
                    0,
                    NOW.minusSeconds(90).toEpochMilli(),
                    TimestampType.CREATE_TIME,
                    0,
                    value.length,
                    new byte[0],
                    value,
                    new RecordHeaders(),
                    Optional.empty()));
        }
        List<byte[]> values = records.stream().map(ConsumerRecord::value).toList();
        return MessageBuilder.withPayload(values)
                .setHeader(KafkaHeaders.RAW_DATA, records)
                .build();
    }
}
