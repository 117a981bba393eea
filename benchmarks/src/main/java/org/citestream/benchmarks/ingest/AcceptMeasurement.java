package org.citestream.benchmarks.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.ProcessorTime;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * One request of NDJSON, taken in by an ingest service in a process of its own with 512 MB of heap, whose readers stand still; against a plain
 * producer, with the settings that it has by itself, that sends the same lines under the same keys to a topic of the same broker; and against one with
 * the service's batches and compression. They take turns, and of each the best turn counts. Where other work shares the processors, the processor time
 * of all who take part tells more: client, service and broker here; producer and broker there.
 */
public final class AcceptMeasurement implements Measurement {

    private static final int MEGABYTES = 100;
    private static final int LARGE_MEGABYTES = 1024;
    private static final int WARM_MEGABYTES = 100;
    private static final int TURNS = 4;
    private static final int MEGABYTE = 1 << 20;
    private static final int PARTITIONS = 4;
    private static final double GOAL = 0.5;
    private static final double HEAP_GOAL = 512;

    /** What the service's own producer is set to. */
    private static final Map<String, Object> BATCHED = Map.of(
            "linger.ms", 10, "batch.size", 256 * 1024, "buffer.memory", 64L * MEGABYTE, "compression.type", "lz4");

    private final GeneratedLines lines = new GeneratedLines();
    private long next;

    @Override
    public String name() {
        return "accept";
    }

    @Override
    public String measures() {
        return "NDJSON over HTTP against a plain producer (--large: 1 GB)";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        return measure(MEGABYTES, TURNS);
    }

    @Override
    public List<Row> runLarge() throws Exception {
        return measure(LARGE_MEGABYTES, 1);
    }

    private List<Row> measure(int megabytes, int turns) throws Exception {
        Path work = Files.createTempDirectory("citestream-accept");
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka"));
                EmbeddedStore store = EmbeddedStore.inMemory();
                IngestProcess service = IngestProcess.start(broker, store, work.resolve("ingest.log"));
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            accept(http, service, records(WARM_MEGABYTES));
            produce(broker, records(WARM_MEGABYTES), BATCHED);
            produce(broker, records(WARM_MEGABYTES), Map.of());
            long records = records(megabytes);
            List<Turn> accepted = new ArrayList<>();
            List<Turn> plain = new ArrayList<>();
            List<Turn> batched = new ArrayList<>();
            try (IngestProcess.HeapWatch heap = service.watchHeap(http)) {
                for (int turn = 0; turn < turns; turn++) {
                    plain.add(timed(service, () -> produce(broker, records, Map.of())));
                    batched.add(timed(service, () -> produce(broker, records, BATCHED)));
                    accepted.add(timed(service, () -> accept(http, service, records)));
                }
                return rows(records, best(accepted), best(plain), best(batched), heap.largestMegabytes());
            }
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    /**
     * How long one turn took.
     *
     * @param seconds by the clock
     * @param processorSeconds of this process and the service's
     */
    private record Turn(double seconds, double processorSeconds) {}

    private interface Timed {
        double seconds() throws Exception;
    }

    private static Turn timed(IngestProcess service, Timed turn) throws Exception {
        double before = processorSeconds(service);
        double seconds = turn.seconds();
        return new Turn(seconds, processorSeconds(service) - before);
    }

    private static double processorSeconds(IngestProcess service) {
        return service.processorSeconds() + ProcessorTime.seconds();
    }

    private static Turn best(List<Turn> turns) {
        return new Turn(
                turns.stream().mapToDouble(Turn::seconds).min().orElseThrow(),
                turns.stream().mapToDouble(Turn::processorSeconds).min().orElseThrow());
    }

    private List<Row> rows(long records, Turn accepted, Turn plain, Turn batched, double heap) {
        double sent = records * lines.meanLength() / MEGABYTE;
        String what = "accept: " + Math.round(sent) + " MB of NDJSON, to ";
        List<Row> rows = new ArrayList<>();
        rows.add(Row.atLeast(
                what + "a plain producer", sent / accepted.seconds(), "MB/s", sent / plain.seconds(), GOAL));
        rows.add(Row.of(what + "one with our batches", sent / accepted.seconds(), "MB/s", sent / batched.seconds()));
        rows.add(Row.of("accept: records", records / accepted.seconds(), "records/s"));
        rows.add(Row.of(
                "accept: processor time, to a plain producer's",
                sent / accepted.processorSeconds(),
                "MB/s",
                sent / plain.processorSeconds()));
        rows.add(Row.of(
                "accept: processor time, to one with our batches",
                sent / accepted.processorSeconds(),
                "MB/s",
                sent / batched.processorSeconds()));
        rows.add(
                new Row("accept: largest heap seen (limit 512 MB)", heap, "MB", null, null, "< 512", heap < HEAP_GOAL));
        return rows;
    }

    private long records(int megabytes) {
        return Math.round(megabytes * (double) MEGABYTE / lines.meanLength());
    }

    /** Seconds until the request is answered, which is when all of it is acknowledged. */
    private double accept(HttpClient http, IngestProcess service, long records) throws Exception {
        long from = next;
        next += records;
        HttpRequest request = service.request("/api/v1/submissions")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> lines.stream(from, from + records)))
                .build();
        long start = System.nanoTime();
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        double seconds = (System.nanoTime() - start) / 1e9;
        try (InputStream body = answer.body()) {
            String begins = new String(body.readNBytes(200), StandardCharsets.UTF_8);
            if (answer.statusCode() != 202 || !begins.startsWith("{\"accepted\":" + records + ",\"refused\":0,")) {
                throw new IOException("The service answers " + answer.statusCode() + ": " + begins);
            }
            body.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return seconds;
    }

    /** Seconds until a plain producer has as many lines acknowledged. */
    private double produce(EmbeddedBroker broker, long records, Map<String, Object> settings) throws Exception {
        long from = next;
        next += records;
        Map<String, Object> config = new HashMap<>(settings);
        config.put("bootstrap.servers", broker.bootstrapServers());
        config.put("acks", "all");
        config.put("key.serializer", ByteArraySerializer.class);
        config.put("value.serializer", ByteArraySerializer.class);
        String topic = "plain-" + from;
        AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
            admin.createTopics(Collections.singleton(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            awaitLeaders(admin, topic);
            producer.partitionsFor(topic);
            long start = System.nanoTime();
            for (long number = from; number < next; number++) {
                byte[] key = GeneratedLines.recordKey(number).getBytes(StandardCharsets.US_ASCII);
                producer.send(new ProducerRecord<>(topic, key, lines.line(number)), (_, failure) -> {
                    if (failure != null) {
                        failed.set(failure);
                    }
                });
            }
            producer.flush();
            double seconds = (System.nanoTime() - start) / 1e9;
            admin.deleteTopics(Collections.singleton(topic)).all().get();
            Exception failure = failed.get();
            if (failure != null) {
                throw failure;
            }
            return seconds;
        }
    }

    /** A first batch that meets no leader can be overtaken by those behind it, and is out of order for ever. */
    static void awaitLeaders(Admin admin, String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        while (true) {
            try {
                admin.listOffsets(partitions).all().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }
}
