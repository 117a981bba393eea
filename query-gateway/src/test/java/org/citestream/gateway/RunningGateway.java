package org.citestream.gateway;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.bson.BsonDocument;
import org.citestream.events.Event;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway with a real broker and the embedded store, started once for all tests of the module. */
final class RunningGateway {

    static final int PARTITIONS = 3;
    static final String OPERATOR_KEY = "test-key";

    private static final Holder HOLDER = new Holder();

    final ConfigurableApplicationContext context;
    final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final EventWriter writer;
    private final EventWriter rankWriter;
    private final AtomicLong epochs = new AtomicLong();
    private final long[] rankEnds = new long[PARTITIONS];
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final JsonMapper json = JsonMapper.builder().build();
    private final OperatorsStub operators = new OperatorsStub(OPERATOR_KEY);
    private final String bootstrapServers;
    private final String mongo;
    private final String address;

    private RunningGateway() {
        Path directory = directory();
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"));
        EmbeddedStore store = EmbeddedStore.inMemory();
        bootstrapServers = broker.bootstrapServers();
        mongo = store.connectionString() + "/gateway";
        context = start();
        writer = context.getBean(EventWriters.class).direct("test");
        rankWriter = context.getBean(EventWriters.class).transactional("test-ranks");
        address = addressOf(context);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            writer.close();
            rankWriter.close();
            context.close();
            store.close();
            broker.close();
            operators.close();
            delete(directory);
        }));
    }

    private ConfigurableApplicationContext start(String... more) {
        return new SpringApplicationBuilder(QueryGatewayApplication.class, Listening.class)
                .initializers(starting -> starting.getBeanFactory().registerSingleton("commands", commands))
                .registerShutdownHook(false)
                .properties(
                        "spring.config.name=query-gateway", "citestream.operators.ingest-url=" + operators.address())
                .run(Stream.concat(
                                Stream.of(
                                        "--server.port=0",
                                        "--server.shutdown=immediate",
                                        "--spring.main.banner-mode=off",
                                        "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                                        "--spring.mongodb.uri=" + mongo,
                                        "--citestream.history.interval=200ms",
                                        "--citestream.webhooks.allow-private=true",
                                        "--citestream.webhooks.attempts=2",
                                        "--citestream.webhooks.first-delay=20ms",
                                        "--citestream.rate-limit.per-minute=1000000",
                                        "--citestream.stream.partitions=" + PARTITIONS),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String addressOf(ConfigurableApplicationContext gateway) {
        return "http://127.0.0.1:" + gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Starts another instance on the same topics and documents, with nothing of what this one holds in memory. */
    Another another(String... more) {
        ConfigurableApplicationContext started = start(more);
        return new Another(started, addressOf(started));
    }

    /** Another instance; whoever started it closes it. */
    record Another(ConfigurableApplicationContext context, String address) implements AutoCloseable {

        @Override
        public void close() {
            context.close();
        }
    }

    static RunningGateway get() {
        return HOLDER.gateway();
    }

    String address() {
        return address;
    }

    /** What the ingest service was told to write down, as query strings. */
    List<String> writtenDown() {
        return operators.writtenDown();
    }

    /** Has the ingest service answer that it cannot write anything down, or that it can. */
    void writesDown(boolean can) {
        operators.writesDown(can);
    }

    @SafeVarargs
    final <E extends Event> List<RecordMetadata> publish(Topic<E> topic, E... events) {
        return writer.sendAll(topic, List.of(events));
    }

    /** Publishes an epoch as the ranking service does: the scores in one transaction, then the epoch. */
    synchronized RankEpoch publishEpoch(Map<Integer, Double> scores, double scoreSum, Map<String, List<Long>> inputs) {
        long epoch = epochs.incrementAndGet();
        rankWriter.begin();
        List<RankEvent> events = scores.entrySet().stream()
                .map(each -> new RankEvent(each.getKey(), epoch, each.getValue()))
                .toList();
        for (RecordMetadata place : rankWriter.sendAll(Topics.RANKS, events)) {
            rankEnds[place.partition()] = Math.max(rankEnds[place.partition()], place.offset() + 1);
        }
        RankEpoch published = new RankEpoch(
                epoch,
                scores.size(),
                0,
                scoreSum,
                1e-12,
                inputs,
                IntStream.range(0, PARTITIONS).mapToObj(each -> rankEnds[each]).toList(),
                Instant.now());
        rankWriter.sendAll(Topics.RANK_EPOCHS, List.of(published));
        rankWriter.commit();
        return published;
    }

    /** Where {@code papers} and {@code references} end now, as the inputs of an epoch that includes all of them. */
    Map<String, List<Long>> inputs() {
        return Map.of(
                Topics.PAPERS.name(), ends(Topics.PAPERS.name()),
                Topics.REFERENCES.name(), ends(Topics.REFERENCES.name()));
    }

    private List<Long> ends(String topic) {
        List<Long> ends = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TopicPartition each = new TopicPartition(topic, partition);
            try {
                ends.add(context.getBean(Admin.class)
                        .listOffsets(Map.of(each, OffsetSpec.latest()))
                        .partitionResult(each)
                        .get(10, TimeUnit.SECONDS)
                        .offset());
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new IllegalStateException("The broker did not say where " + each + " ends", e);
            }
        }
        return ends;
    }

    HttpResponse<String> get(String path) {
        return getFrom(address, path);
    }

    /** Asks another instance. */
    HttpResponse<String> getFrom(String instance, String path) {
        return send(HttpRequest.newBuilder(URI.create(instance + path)));
    }

    HttpResponse<String> get(String path, String header, String value) {
        return send("GET", path, header, value);
    }

    HttpResponse<String> send(String method, String path, String header, String value) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header(header, value));
    }

    HttpResponse<String> send(String method, String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        return send(request);
    }

    HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("X-Api-Key", OPERATOR_KEY)
                .header("Content-Type", "application/json"));
    }

    /** Sends any body as any type with any method. */
    HttpResponse<String> send(String method, String path, byte[] body, String contentType) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("X-Api-Key", OPERATOR_KEY)
                .header("Content-Type", contentType));
    }

    /** Sends a body without telling how long it is. */
    HttpResponse<String> stream(String path, byte[] body, String contentType) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))
                .header("X-Api-Key", OPERATOR_KEY)
                .header("Content-Type", contentType));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<Stream<String>> lines(String path, String header, String value) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(address + path))
                            .header(header, value)
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(path, e);
        }
    }

    JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body());
    }

    JsonNode parse(String body) {
        return json.readTree(body);
    }

    List<Integer> ids(String path) {
        List<Integer> ids = new ArrayList<>();
        json(path).get("items").forEach(each -> ids.add(each.get("id").asInt()));
        return ids;
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("query-gateway-test");
        } catch (IOException e) {
            throw new IllegalStateException("No directory for the broker", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(java.util.Comparator.reverseOrder())
                    .forEach(each -> each.toFile().delete());
        } catch (IOException _) {
            // a temporary directory, which the system clears in the end
        }
    }

    /** A command as it went to the store. */
    record Command(String name, BsonDocument document) {}

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        @Bean
        MongoClientSettingsBuilderCustomizer listener(Queue<Command> commands) {
            return settings -> settings.addCommandListener(new CommandListener() {
                @Override
                public void commandStarted(CommandStartedEvent event) {
                    commands.add(new Command(
                            event.getCommandName(), event.getCommand().clone()));
                }
            });
        }
    }

    private static final class Holder {

        private @Nullable RunningGateway running;

        synchronized RunningGateway gateway() {
            RunningGateway gateway = running == null ? new RunningGateway() : running;
            running = gateway;
            return gateway;
        }
    }
}
