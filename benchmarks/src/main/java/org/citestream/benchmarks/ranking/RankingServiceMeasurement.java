package org.citestream.benchmarks.ranking;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.benchmarks.generated.Citations;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.benchmarks.product.ProductImage;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.pagerank.Epoch;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.platform.broker.EmbeddedBroker;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The ranking service in a process of its own beside a broker: references from their topic to a published epoch, against the library fed
 * with the same in memory; and at the size of a large field, its snapshot and its restart ({@link RankingRestart}).
 */
public final class RankingServiceMeasurement implements Measurement {

    private static final int PAPERS = 1_000_000;
    private static final double BOUND = 1e-12;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Instant ACCEPTED = Instant.parse("2026-01-02T03:04:05Z");

    private final EventCodec codec = new EventCodec();

    @Override
    public String name() {
        return "ranking-service";
    }

    @Override
    public String measures() {
        return "topic to published epoch, snapshot, restart";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Path work = Files.createTempDirectory("citestream-ranking");
        try {
            List<Row> rows = new ArrayList<>();
            Path image = work.resolve("image");
            ProductImage.make(Measurement.home(), image);
            rows.addAll(throughput(work, image));
            rows.addAll(new RankingRestart(work, image).run());
            return rows;
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private List<Row> throughput(Path work, Path image) throws Exception {
        Citations citations = Citations.generated(PAPERS, 1);
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka"));
                RankingProcess _ = RankingProcess.start(image, broker, work.resolve("service.log"), "2g");
                KafkaProducer<byte[], byte[]> producer = producer(broker);
                Epochs epochs = new Epochs(broker)) {
            Map<TopicPartition, Long> sent = new HashMap<>();
            List<ProducerRecord<byte[], byte[]>> papers = new ArrayList<>();
            List<ProducerRecord<byte[], byte[]>> references = new ArrayList<>();
            int partitions = producer.partitionsFor(Topics.PAPERS.name()).size();
            int[] cited = citations.room();
            // Twice: what the first half does to the machine code of either side is not measured.
            double service = 0;
            int published = 0;
            BrokerFloors floors = new BrokerFloors(broker);
            for (int half = 0; half < 2; half++) {
                papers.clear();
                references.clear();
                for (int paper = half * PAPERS / 2; paper < (half + 1) * PAPERS / 2; paper++) {
                    papers.add(encoded(Topics.PAPERS, paper(paper + 1), partitions));
                    references.add(encoded(
                            Topics.REFERENCES,
                            references(paper + 1, citations.references(paper, cited), cited),
                            partitions));
                }
                send(producer, papers, sent);
                epochs.await(sent);
                long before = epochs.last();
                floors.from();
                long begin = System.nanoTime();
                send(producer, references, sent);
                epochs.await(sent);
                service = (System.nanoTime() - begin) / 1e9;
                published = (int) (epochs.last() - before);
            }
            long half = citations.citations(PAPERS / 2, PAPERS);
            double reading = floors.secondsToReadReferences();
            double writing = floors.secondsToWriteScores();
            double library = library(citations, published);
            return List.of(
                    Row.atLeast(
                            "ranking-service: references to epoch, to the library alone",
                            half / service,
                            "citations/s",
                            half / library,
                            0.5),
                    Row.of(
                            "ranking-service: references to epoch, to reading them, the library and writing the scores",
                            half / service,
                            "citations/s",
                            half / (reading + library + writing)),
                    Row.of("ranking-service: epochs published meanwhile", published, "epochs"),
                    Row.of("ranking-service: scores published meanwhile", floors.scores(), "scores"),
                    Row.of(
                            "ranking-service: the same references read by a plain consumer",
                            half / reading,
                            "citations/s"),
                    Row.of(
                            "ranking-service: as many scores written by a plain producer",
                            floors.scores() / writing,
                            "scores/s"));
        }
    }

    /** Seconds in which the library takes the references of the second half and publishes as many epochs. */
    private static double library(Citations citations, int epochs) {
        IncrementalPageRank ranks = new IncrementalPageRank(0.85, BOUND);
        int[] cited = citations.room();
        for (int paper = 0; paper < PAPERS; paper++) {
            ranks.addPaper(paper);
        }
        Epoch[] last = {ranks.publish()};
        for (int paper = 0; paper < PAPERS / 2; paper++) {
            ranks.setReferences(paper, cited, citations.references(paper, cited));
        }
        publish(ranks, last);
        long begin = System.nanoTime();
        int times = Math.max(1, epochs);
        int from = PAPERS / 2;
        for (int epoch = 1; epoch <= times; epoch++) {
            int to = PAPERS / 2 + (int) ((long) (PAPERS - PAPERS / 2) * epoch / times);
            for (int paper = from; paper < to; paper++) {
                ranks.setReferences(paper, cited, citations.references(paper, cited));
            }
            publish(ranks, last);
            from = to;
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void publish(IncrementalPageRank ranks, Epoch[] last) {
        ranks.converge();
        if (ranks.certify().largestResidual() > 2 * BOUND) {
            throw new IllegalStateException("not converged");
        }
        Epoch next = ranks.publish();
        next.changedSince(last[0], (_, score) -> {
            if (score < 0) {
                throw new IllegalStateException("a score below 0");
            }
        });
        last[0] = next;
    }

    static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5", "batch.size", "131072"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private <E extends Event> ProducerRecord<byte[], byte[]> encoded(Topic<E> topic, E event, int partitions) {
        return new ProducerRecord<>(
                topic.name(),
                topic.partitionOf(event, partitions),
                event.recordKey().getBytes(StandardCharsets.UTF_8),
                codec.encode(topic, event));
    }

    static void send(
            KafkaProducer<byte[], byte[]> producer,
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, Long> sent) {
        for (ProducerRecord<byte[], byte[]> record : records) {
            producer.send(record, (place, failure) -> {
                if (failure == null) {
                    synchronized (sent) {
                        sent.merge(new TopicPartition(place.topic(), place.partition()), place.offset() + 1, Math::max);
                    }
                }
            });
        }
        producer.flush();
    }

    static PaperEvent paper(int id) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of(),
                "A paper with a title of the usual length, number " + id,
                List.of(),
                "VLDB",
                1975 + id / (PAPERS / 50),
                null,
                null,
                null,
                List.of("bench"),
                ACCEPTED);
    }

    private static ReferencesEvent references(int id, int count, int[] cited) {
        List<Integer> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(cited[i] + 1);
        }
        return new ReferencesEvent(id, 1, ids, List.of(), 0, ReferencesEvent.Dropped.NOTHING, ACCEPTED);
    }

    /** Reads the epochs as they are published. */
    static final class Epochs implements AutoCloseable {

        private final EventCodec codec = new EventCodec();
        private final KafkaConsumer<byte[], byte[]> consumer;
        private @Nullable RankEpoch last;

        Epochs(EmbeddedBroker broker) {
            consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            broker.bootstrapServers(),
                            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                            "read_committed",
                            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                            "20"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.RANK_EPOCHS.name()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        long last() {
            return last == null ? 0 : last.epoch();
        }

        /** Waits for an epoch that covers what was sent. */
        void await(Map<TopicPartition, Long> sent) throws TimeoutException {
            long deadline = System.nanoTime() + LONGEST.toNanos();
            while (!covers(sent)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    last = codec.decode(Topics.RANK_EPOCHS, record.value());
                }
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("no epoch covers " + sent + ", the last is " + last);
                }
            }
        }

        private boolean covers(Map<TopicPartition, Long> sent) {
            RankEpoch epoch = last;
            Map<TopicPartition, Long> now;
            synchronized (sent) {
                now = sent.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            }
            return epoch != null
                    && now.entrySet().stream()
                            .allMatch(each -> epoch.inputs()
                                            .getOrDefault(each.getKey().topic(), List.of())
                                            .get(each.getKey().partition())
                                    >= each.getValue());
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
