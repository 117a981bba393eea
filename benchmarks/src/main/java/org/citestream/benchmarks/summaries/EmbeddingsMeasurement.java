package org.citestream.benchmarks.summaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.citestream.benchmarks.generated.GeneratedAbstracts;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.events.PaperEvent;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.citestream.summary.embedding.MiniLmEmbedder;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Papers embedded a second by a summary service in a process of its own, with one thread, from topic to topic; against a bare loop over the
 * same model and the same texts, on one thread, before and after, of which the mean counts.
 */
public final class EmbeddingsMeasurement implements Measurement {

    private static final int PARTITIONS = 2;
    private static final int PAPERS = 900;
    private static final int WARM = 200;
    private static final int BARE = 300;
    private static final int LONGEST_SECONDS = 300;

    @Override
    public String name() {
        return "embeddings";
    }

    @Override
    public String measures() {
        return "embedding throughput, and the memory that it takes";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Path work = Files.createTempDirectory("citestream-embeddings");
        GeneratedAbstracts abstracts = new GeneratedAbstracts();
        List<PaperEvent> papers = new ArrayList<>();
        for (int id = 1; id <= PAPERS; id++) {
            papers.add(abstracts.paper(id, 2000, "Paper " + id));
        }
        MiniLmEmbedder bare = new MiniLmEmbedder();
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka"));
                EmbeddedStore store = EmbeddedStore.inMemory()) {
            bare(bare, papers.subList(0, WARM));
            double before = bare(bare, papers.subList(WARM, WARM + BARE));
            double rate;
            double resident;
            try (SummaryProcess service = SummaryProcess.start(
                    broker, store, work.resolve("summary.log"), "--citestream.stream.partitions=" + PARTITIONS)) {
                GeneratedAbstracts.publish(broker, papers, PARTITIONS);
                List<Long> moments = moments(broker);
                rate = (PAPERS - WARM) * 1e3 / (moments.getLast() - moments.get(WARM - 1));
                resident = service.mostResidentMegabytes();
            }
            double after = bare(bare, papers.subList(WARM, WARM + BARE));
            return List.of(
                    Row.atLeast(
                            "embeddings: topic to topic, to a bare loop", rate, "papers/s", (before + after) / 2, 0.9),
                    new Row(
                            "embeddings: most memory resident",
                            resident,
                            "MB",
                            null,
                            null,
                            "< 700",
                            Double.isNaN(resident) ? null : resident < 700));
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private static double bare(MiniLmEmbedder model, List<PaperEvent> papers) {
        long start = System.nanoTime();
        float sum = 0;
        for (PaperEvent each : papers) {
            String text = Objects.requireNonNull(each.abstractText()).text();
            sum += model.embed(each.title() + "\n" + text)[0];
        }
        if (Float.isNaN(sum)) {
            throw new IllegalStateException("A vector is not of numbers");
        }
        return papers.size() * 1e9 / (System.nanoTime() - start);
    }

    /** When each record was written, in milliseconds, in their order. */
    private static List<Long> moments(EmbeddedBroker broker) throws IOException {
        List<Long> moments = new ArrayList<>();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(Topics.EMBEDDINGS.name()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (moments.size() < PAPERS) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(500))) {
                    moments.add(each.timestamp());
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("After %d s only %d of %d papers had a vector"
                            .formatted(LONGEST_SECONDS, moments.size(), PAPERS));
                }
            }
        }
        Collections.sort(moments);
        return moments;
    }
}
