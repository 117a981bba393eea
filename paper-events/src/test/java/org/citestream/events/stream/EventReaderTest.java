package org.citestream.events.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.events.EventCodec;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** What a reader does with batches that a rebalance has overtaken. */
class EventReaderTest {

    private final Recorder<RankEvent> recorder = new Recorder<>();
    private final PositionsInMemory positions = new PositionsInMemory();
    private final EventReader<RankEvent> reader = new EventReader<>(
            "test",
            Topics.RANKS,
            recorder,
            new EventCodec(),
            new DeadLetters(
                    new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                    new SimpleMeterRegistry(),
                    InstantSource.system()),
            positions);

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

    private void assign(int... partitions) {
        List<TopicPartition> all = IntStream.of(partitions)
                .mapToObj(partition -> new TopicPartition("ranks", partition))
                .toList();
        try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest")) {
            consumer.assign(all);
            reader.assigned(consumer, all);
        }
    }

    private static Message<List<byte[]>> batch(int... partitions) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int partition : partitions) {
            RankEvent event = new RankEvent(10 + partition, 1, 1.0);
            records.add(new ConsumerRecord<>(
                    "ranks", partition, 0, new byte[0], new EventCodec().encode(Topics.RANKS, event)));
        }
        List<byte[]> values = records.stream().map(ConsumerRecord::value).toList();
        return MessageBuilder.withPayload(values)
                .setHeader(KafkaHeaders.RAW_DATA, records)
                .build();
    }
}
