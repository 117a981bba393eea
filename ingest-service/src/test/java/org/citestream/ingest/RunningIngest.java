package org.citestream.ingest;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The ingest service with a broker and a store of its own. */
final class RunningIngest implements AutoCloseable {

    static final String KEY = "a key for tests";
    static final String FEED_KEY = "a key of a feed";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String FIRST_DATABASE = "ingest";
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final EmbeddedStore store;
    private EmbeddedBroker broker;
    private ConfigurableApplicationContext service;

    private RunningIngest(Path directory, EmbeddedStore store, Map<String, String> properties) {
        this.directory = directory.resolve("kafka");
        this.broker = EmbeddedBroker.start(this.directory);
        this.store = store;
        this.service = run(FIRST_DATABASE, properties);
    }

    static RunningIngest start(Path directory) throws IOException {
        return start(directory, _ -> {}, Map.of());
    }

    /**
     * @param found puts into the database what the service finds there
     */
    static RunningIngest start(Path directory, Consumer<MongoDatabase> found, Map<String, String> properties)
            throws IOException {
        EmbeddedStore store = EmbeddedStore.inMemory();
        try (MongoClient client = MongoClients.create(store.connectionString())) {
            found.accept(client.getDatabase(FIRST_DATABASE));
        }
        return new RunningIngest(directory, store, properties);
    }

    /** Ends the service and starts it again with another database on the same broker. */
    void restartWithDatabase(String database) {
        restartWithDatabase(database, Map.of());
    }

    void restartWithDatabase(String database, Map<String, String> settings) {
        service.close();
        service = run(database, settings);
    }

    /** Ends the service, makes the topic of submissions anew, and starts the service again with a database. */
    void restartWithoutSubmissions(String database) throws Exception {
        service.close();
        String topic = Topics.SUBMISSIONS.name();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains(topic));
        }
        service = run(database, Map.of());
    }

    void stopBroker() {
        broker.close();
    }

    void startBroker() {
        broker = EmbeddedBroker.start(directory);
    }

    void stopStore() {
        store.close();
    }

    <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    private ConfigurableApplicationContext run(String database, Map<String, String> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("spring.config.name", "ingest-service");
        properties.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
        properties.put(
                "spring.mongodb.uri", store.connectionString() + "/" + database + "?serverSelectionTimeoutMS=2000");
        properties.put("server.port", "0");
        properties.put("citestream.stream.partitions", Integer.toString(PARTITIONS));
        properties.put("citestream.ingest.intake.operator-keys.tests", ApiKeyHash.of(KEY));
        String[] arguments = properties.entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(IngestServiceApplication.class).run(arguments);
    }

    @Override
    public void close() {
        service.close();
        store.close();
        broker.close();
    }

    HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length > 0 ? request.headers(headers) : request);
    }

    HttpResponse<String> postAs(String key, String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("X-API-Key", key)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postWithoutKey(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("X-API-Key", KEY);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Whether both stages have read all that their topics hold. */
    boolean hasReadAll() {
        EventReaders readers = service.getBean(EventReaders.class);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return Map.of("identify", Topics.SUBMISSIONS, "assemble", Topics.IDENTIFIED).entrySet().stream()
                    .allMatch(stage -> consumer.endOffsets(partitionsOf(stage.getValue())).entrySet().stream()
                            .allMatch(end -> end.getValue() == 0
                                    || readers.position(
                                                            stage.getKey(),
                                                            end.getKey().partition())
                                                    .orElse(0)
                                            >= end.getValue() - 1));
        }
    }

    /** The first record of a topic, read from its start, that fits. */
    <E extends Event> E await(Topic<E> topic, Predicate<E> fits) {
        EventCodec codec = new EventCodec();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitionsOf(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                for (var each : consumer.poll(Duration.ofMillis(200))) {
                    E event = codec.decode(topic, each.value());
                    if (fits.test(event)) {
                        return event;
                    }
                }
            }
            throw new AssertionError("No such record in " + topic.name());
        }
    }

    /** The last record of each key. */
    <E extends Event> Map<String, E> last(Topic<E> topic) {
        EventCodec codec = new EventCodec();
        Map<String, E> last = new LinkedHashMap<>();
        readAll(topic, each -> {
            E event = codec.decode(topic, each.value());
            last.put(event.recordKey(), event);
        });
        return last;
    }

    private void readAll(Topic<?> topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitionsOf(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(each);
            }
        }
    }

    private static List<TopicPartition> partitionsOf(Topic<?> topic) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
    }
}
