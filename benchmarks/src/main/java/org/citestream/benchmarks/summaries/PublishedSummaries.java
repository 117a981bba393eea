package org.citestream.benchmarks.summaries;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;

/** How many summaries are in their topic, by where its partitions end: it is written without transactions, whose markers would take places as well. */
final class PublishedSummaries implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** The topic has to be there. */
    PublishedSummaries(EmbeddedBroker broker) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(Topics.SUMMARIES.name()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    int count() {
        return (int) consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Waits until there are so many; returns how many there are then. */
    int await(int count, Duration atMost) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        int there = count();
        while (there < count) {
            if (System.nanoTime() > deadline) {
                throw new IOException(
                        "After %s there were %d of %d summaries in their topic".formatted(atMost, there, count));
            }
            TimeUnit.MILLISECONDS.sleep(20);
            there = count();
        }
        return there;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
