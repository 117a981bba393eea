package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.citestream.events.EventCodec;
import org.citestream.events.RankEpoch;
import org.citestream.events.Topics;

/** The epochs of the ranking in their order, as those read them who read what is committed. */
final class PublishedEpochs implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final EventCodec codec = new EventCodec();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private long last;

    PublishedEpochs(String broker) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "isolation.level", "read_committed", "fetch.max.wait.ms", "20"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(Topics.RANK_EPOCHS.name()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads those that are there now, so that what is waited for has only those that follow before it. */
    void catchUp() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            isPublishedAfter(Instant.MAX);
        }
    }

    /**
     * Waits until one can be read that was published after a moment, with a higher number than all before it.
     *
     * @throws IOException if there is none in time
     */
    void await(Instant moment, Duration longest) throws IOException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!isPublishedAfter(moment)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("No epoch was published after " + moment + "; the last is " + last);
            }
        }
    }

    /** Reads some, and tells whether any of them was published after a moment. */
    private boolean isPublishedAfter(Instant moment) {
        boolean found = false;
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
            RankEpoch epoch = codec.decode(Topics.RANK_EPOCHS, each.value());
            found |= epoch.epoch() > last && epoch.time().isAfter(moment);
            last = Math.max(last, epoch.epoch());
        }
        return found;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
