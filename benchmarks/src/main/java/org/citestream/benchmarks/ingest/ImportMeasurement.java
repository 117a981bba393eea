package org.citestream.benchmarks.ingest;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.citestream.benchmarks.generated.GeneratedProceedings;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.benchmarks.product.Ports;
import org.citestream.benchmarks.product.ProductCommand;
import org.citestream.benchmarks.product.StartedProcess;
import org.citestream.events.EventCodec;
import org.citestream.events.Submission;
import org.citestream.events.Topics;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.JsonFeedReader;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.dblp.DblpReader;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionReader;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file end to end, in a process of its own with its data on disk, from its start to the moment when all its papers are viewable,
 * ranked, and through every stage; against the same submissions sent by a plain producer, and the same documents written by plain
 * bulk upserts, each to a fresh broker or store of the same kind.
 */
public final class ImportMeasurement implements Measurement {

    private static final int GENERATED_PAPERS = 9_000;
    private static final int BULK = 1000;
    private static final int HEAP_MEGABYTES = 2048;
    private static final long LONGEST_SECONDS = 1200;
    private static final long BETWEEN_LOOKS_MILLIS = 100;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String measures() {
        return "a file end to end, against plain producer and plain bulk upserts (--file)";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Path work = Files.createTempDirectory("citestream-import");
        try {
            Path source = file != null
                    ? file.toAbsolutePath()
                    : new GeneratedProceedings(GENERATED_PAPERS, 1).write(work.resolve("proceedings.xml.gz"), false);
            List<Submission> submissions = read(source);
            // The first of each is for what has to be compiled.
            produce(submissions, work.resolve("cold-kafka"));
            double producer = produce(submissions, work.resolve("plain-kafka"));
            upsert(submissions, work.resolve("cold-store"));
            double upserts = upsert(submissions, work.resolve("plain-store"));
            List<Row> rows = new ArrayList<>();
            endToEnd(source, submissions.size(), work.resolve("data"), producer, upserts, rows);
            return rows;
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private static List<Submission> read(Path file) throws IOException {
        List<Submission> submissions = new ArrayList<>();
        Clock clock = Clock.systemUTC();
        try (InputStream in = Files.newInputStream(file)) {
            new FeedFiles(List.of(
                            new DblpReader(clock, VenueRules.bundled()),
                            new JsonFeedReader(new SubmissionReader(clock))))
                    .read(in, "bench", reading -> {
                        if (reading instanceof Reading.Accepted accepted) {
                            submissions.add(accepted.submission());
                        }
                    });
        }
        return submissions;
    }

    /** Papers per second that a plain producer sends, all acknowledged. */
    private static double produce(List<Submission> submissions, Path directory) throws Exception {
        EventCodec codec = new EventCodec();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
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
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
                admin.createTopics(List.of(new NewTopic("plain", 4, (short) 1)))
                        .all()
                        .get();
                AcceptMeasurement.awaitLeaders(admin, "plain");
                producer.partitionsFor("plain");
                long start = System.nanoTime();
                List<Future<RecordMetadata>> sent = new ArrayList<>(submissions.size());
                for (Submission submission : submissions) {
                    sent.add(
                            producer.send(new ProducerRecord<>("plain", codec.encode(Topics.SUBMISSIONS, submission))));
                }
                for (Future<RecordMetadata> each : sent) {
                    each.get();
                }
                return submissions.size() / ((System.nanoTime() - start) / 1e9);
            }
        }
    }

    /** Papers per second that plain bulk upserts write, each bulk journaled. */
    private static double upsert(List<Submission> submissions, Path directory) {
        EventCodec codec = new EventCodec();
        List<Document> documents = submissions.stream()
                .map(submission -> Document.parse(new String(
                        codec.encode(Topics.SUBMISSIONS, submission), java.nio.charset.StandardCharsets.UTF_8)))
                .toList();
        try (EmbeddedStore store = EmbeddedStore.onDisk(directory);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> collection = client.getDatabase("plain")
                    .getCollection("plain")
                    .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
            long start = System.nanoTime();
            List<UpdateOneModel<Document>> bulk = new ArrayList<>();
            for (int i = 0; i < documents.size(); i++) {
                bulk.add(new UpdateOneModel<>(
                        new Document("_id", i),
                        new Document("$set", new Document("paper", documents.get(i))),
                        new UpdateOptions().upsert(true)));
                if (bulk.size() == BULK || i == documents.size() - 1) {
                    collection.bulkWrite(bulk, new BulkWriteOptions().ordered(false));
                    bulk.clear();
                }
            }
            return documents.size() / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static void endToEnd(Path file, int papers, Path data, double producer, double upserts, List<Row> rows)
            throws Exception {
        int port = Ports.free();
        List<String> command = ProductCommand.of(HEAP_MEGABYTES + "m", List.of(), data, port, List.of(file));
        long begin = System.nanoTime();
        try (StartedProcess process = StartedProcess.start(command, Map.of(), data.resolveSibling("quickstart.log"));
                HttpClient http = HttpClient.newHttpClient()) {
            double ready = 0;
            double viewable = 0;
            double ranked = 0;
            double settled = 0;
            long before = 0;
            while (settled == 0) {
                double now = (System.nanoTime() - begin) / 1e9;
                if (!process.isAlive() || now > LONGEST_SECONDS) {
                    throw new IOException("The import did not come to its end:\n" + process.lastWords());
                }
                JsonNode stats = stats(http, port);
                if (stats != null) {
                    before = ready == 0 ? stats.path("viewable").asLong() : before;
                    ready = ready == 0 ? now : ready;
                    viewable = viewable == 0 && stats.path("viewable").asLong() >= papers ? now : viewable;
                    ranked = ranked == 0 && stats.path("ranked").asLong() >= papers ? now : ranked;
                    settled = ranked > 0 && stats.path("pending").asLong(-1) == 0 ? now : 0;
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            }
            rows.add(Row.of("import: plain producer, the floor", producer, "papers/s"));
            rows.add(Row.of("import: plain bulk upserts, the floor", upserts, "papers/s"));
            rows.add(Row.of(
                    "import: all viewable, to the producer's floor",
                    rate(papers - before, viewable - ready),
                    "papers/s",
                    producer));
            rows.add(Row.of(
                    "import: all viewable, to the upserts' floor",
                    rate(papers - before, viewable - ready),
                    "papers/s",
                    upserts));
            rows.add(Row.of(
                    "import: all ranked, to the upserts' floor",
                    rate(papers - before, ranked - ready),
                    "papers/s",
                    upserts));
            rows.add(Row.of(
                    "import: all stages, embeddings included", rate(papers - before, settled - ready), "papers/s"));
            rows.add(Row.of("import: start to first answer", ready, "s"));
            rows.add(Row.of("import: peak resident memory", process.megabytes("VmHWM"), "MB"));
        }
    }

    /** What was there at the first look took less than the time between two. */
    private static double rate(long papers, double seconds) {
        return papers / Math.max(seconds, BETWEEN_LOOKS_MILLIS / 1e3);
    }

    private static @Nullable JsonNode stats(HttpClient http, int port) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/stats"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : null;
        } catch (IOException e) {
            return null; // not listening yet
        }
    }
}
