package org.citestream.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAccumulator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;

/**
 * One request of NDJSON, taken in by an ingest service in a process of its own with 512 MB of heap, whose readers stand still; against a plain
 * producer that sends the same lines to a topic of the same broker.
 */
final class AcceptMeasurement implements Measurement {

    private static final int MEGABYTES = 100;
    private static final int LARGE_MEGABYTES = 1024;
    private static final int MEGABYTE = 1 << 20;
    private static final int LINES = 20_000;
    private static final double GOAL = 0.5;
    private static final double HEAP_GOAL = 512;
    private static final int LONGEST_START_SECONDS = 120;
    private static final String KEY = "a key for measuring";

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
        return measure(MEGABYTES);
    }

    @Override
    public List<Row> runLarge() throws Exception {
        return measure(LARGE_MEGABYTES);
    }

    private static List<Row> measure(int megabytes) throws Exception {
        Path work = Files.createTempDirectory("citestream-accept");
        byte[] lines = lines();
        int times = Math.max(1, (int) ((long) megabytes * MEGABYTE / lines.length));
        double sent = (double) times * lines.length / MEGABYTE;
        Path log = work.resolve("ingest.log");
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka"));
                EmbeddedStore store = EmbeddedStore.inMemory()) {
            int port = freePort();
            Process service = service(broker, store, port, log);
            try (HttpClient http = HttpClient.newHttpClient()) {
                awaitStart(http, port, service, log);
                post(http, port, lines, 1); // warm
                produce(broker, lines, 1);
                double producer = sent / produce(broker, lines, times);
                CompletableFuture<Double> heap = new CompletableFuture<>();
                DoubleAccumulator largest = new DoubleAccumulator(Math::max, 0);
                Thread watch = Thread.ofVirtual().start(() -> watchHeap(http, port, largest, heap));
                double accepted = sent / post(http, port, lines, times);
                heap.complete(0.0);
                watch.join();
                return List.of(
                        Row.atLeast(
                                "accept: " + Math.round(sent) + " MB of NDJSON over HTTP",
                                accepted,
                                "MB/s",
                                producer,
                                GOAL),
                        Row.of("accept: records", accepted * MEGABYTE / ((double) lines.length / LINES), "records/s"),
                        new Row(
                                "accept: largest heap seen (limit 512 MB)",
                                largest.get(),
                                "MB",
                                null,
                                null,
                                "< 512",
                                largest.get() < HEAP_GOAL));
            } finally {
                service.destroy();
                if (!service.waitFor(60, TimeUnit.SECONDS)) {
                    service.destroyForcibly().waitFor();
                }
            }
        } finally {
            ImportMeasurement.delete(work);
        }
    }

    private static Process service(EmbeddedBroker broker, EmbeddedStore store, int port, Path log) throws Exception {
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8)));
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.citestream.ingest.IngestServiceApplication",
                        "--spring.config.name=ingest-service",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--spring.mongodb.uri=" + store.connectionString() + "/ingest",
                        "--server.port=" + port,
                        "--spring.cloud.stream.bindings.identify-in-0.consumer.auto-startup=false",
                        "--spring.cloud.stream.bindings.assemble-in-0.consumer.auto-startup=false",
                        "--citestream.ingest.intake.api-keys.bench=" + hash))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void awaitStart(HttpClient http, int port, Process service, Path log) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (true) {
            if (!service.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("The service did not start:\n" + Files.readString(log));
            }
            try {
                get(http, port, "/actuator/health"); // any answer will do
                return;
            } catch (IOException e) {
                // not listening yet
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static HttpResponse<String> get(HttpClient http, int port, String path)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void watchHeap(
            HttpClient http, int port, DoubleAccumulator largest, CompletableFuture<Double> until) {
        while (!until.isDone()) {
            try {
                double used = get(http, port, "/actuator/prometheus")
                                .body()
                                .lines()
                                .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("\"heap\""))
                                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                                .sum()
                        / MEGABYTE;
                largest.accumulate(used);
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (IOException e) {
                return; // what was seen until now counts
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Seconds until the request is answered, which is when all of it is acknowledged. */
    private static double post(HttpClient http, int port, byte[] lines, int times) throws Exception {
        long start = System.nanoTime();
        HttpResponse<InputStream> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/submissions"))
                        .header("X-API-Key", KEY)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> repeated(lines, times)))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 202) {
                throw new IOException("The service answers " + answer.statusCode() + ": "
                        + new String(body.readNBytes(500), StandardCharsets.UTF_8));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            body.transferTo(java.io.OutputStream.nullOutputStream());
            return seconds;
        }
    }

    private static InputStream repeated(byte[] lines, int times) {
        Enumeration<InputStream> parts = new Enumeration<>() {
            private int left = times;

            @Override
            public boolean hasMoreElements() {
                return left > 0;
            }

            @Override
            public InputStream nextElement() {
                left--;
                return new java.io.ByteArrayInputStream(lines);
            }
        };
        return times == 0 ? InputStream.nullInputStream() : new SequenceInputStream(parts);
    }

    /** Seconds until a plain producer has the same lines acknowledged. */
    private static double produce(EmbeddedBroker broker, byte[] lines, int times) throws Exception {
        List<byte[]> values = new String(lines, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "acks",
                "all",
                "linger.ms",
                2,
                "batch.size",
                256 * 1024,
                "compression.type",
                "lz4",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        String topic = "plain-" + times + "-" + System.nanoTime();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
            admin.createTopics(Collections.singleton(new NewTopic(topic, 4, (short) 1)))
                    .all()
                    .get();
            producer.partitionsFor(topic);
            Semaphore underWay = new Semaphore(0);
            long start = System.nanoTime();
            for (int time = 0; time < times; time++) {
                for (byte[] value : values) {
                    producer.send(new ProducerRecord<>(topic, value), (_, _) -> underWay.release());
                }
            }
            underWay.acquire(times * values.size());
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** Submissions of about the length that papers with abstract and references have. */
    private static byte[] lines() {
        Random random = new Random(5);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append("{\"source\":\"bench\",\"key\":\"p")
                    .append(i)
                    .append("\",\"title\":\"On the ")
                    .append(i)
                    .append(
                            "th Way of Joining Streams\",\"authors\":[{\"name\":\"Ann Lee\"},\"Bo Kim\"],\"venue\":\"VLDB\",\"year\":")
                    .append(1980 + i % 40)
                    .append(",\"doi\":\"10.5555/bench.")
                    .append(i)
                    .append("\",\"abstract\":\"");
            for (int word = 0; word < 80; word++) {
                lines.append("word").append(random.nextInt(5000)).append(' ');
            }
            lines.append("ends.\",\"references\":[");
            for (int cited = 0; cited < 10; cited++) {
                lines.append(cited == 0 ? "" : ",")
                        .append("\"bench:p")
                        .append(random.nextInt(LINES))
                        .append('"');
            }
            lines.append("]}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
