package org.citestream.standalone;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.catalina.LifecycleException;
import org.citestream.events.http.HttpLimits;
import org.citestream.gateway.QueryGatewayApplication;
import org.citestream.ingest.IngestServiceApplication;
import org.citestream.platform.broker.BrokerOptions;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.citestream.ranking.RankingServiceApplication;
import org.citestream.standalone.ServiceStarts.Service;
import org.citestream.summary.SummaryServiceApplication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** The running product: started whole, and closed in the reverse order. */
public final class Standalone implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Standalone.class);
    private static final int PARTITIONS = 4;
    private static final String SERVER = "spring.mongodb.uri";
    private static final String STORE = "store";

    private static final Service GATEWAY = new Service("query-gateway", QueryGatewayApplication.class, "");

    private final Deque<Part> parts = new ArrayDeque<>();
    private final int port;
    private final ApiKeyFile apiKey;

    private record Part(String name, AutoCloseable closing) {}

    private Standalone(int port, ApiKeyFile apiKey) {
        this.port = port;
        this.apiKey = apiKey;
    }

    /**
     * Starts everything.
     *
     * @param data where everything is kept
     * @param port where the pages and the API are served, on 127.0.0.1
     * @param imports files to read
     * @param properties further properties of the services, such as {@code citestream.embeddings.enabled}; {@code spring.mongodb.uri} names a server that
     *     takes the place of the embedded store
     * @param progress told in a few words what comes next; what it throws ends the start
     * @throws IOException if a directory cannot be used or the port is taken; what was started is stopped again
     */
    public static Standalone start(
            Path data, int port, List<Path> imports, Map<String, String> properties, Consumer<String> progress)
            throws IOException {
        Files.createDirectories(data);
        requireFree(port);
        Standalone standalone = new Standalone(port, ApiKeyFile.in(data));
        try {
            standalone.startParts(data, imports, properties, progress);
            return standalone;
        } catch (LifecycleException e) {
            standalone.close();
            throw new IOException("Could not listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            standalone.close();
            throw e;
        }
    }

    private void startParts(Path data, List<Path> imports, Map<String, String> properties, Consumer<String> progress)
            throws IOException, LifecycleException {
        String uri = properties.get(SERVER);
        DatabaseServer server = uri == null ? null : DatabaseServer.at(uri);
        progress.accept("Kafka broker");
        EmbeddedBroker.Starting broker = EmbeddedBroker.begin(
                data.resolve("kafka"), BrokerOptions.defaults().withPartitions(PARTITIONS));
        parts.push(new Part("broker", broker));
        EmbeddedStore store = null;
        DatabaseServer databases;
        if (server == null) {
            progress.accept("store");
            store = EmbeddedStore.onDisk(data.resolve(STORE));
            parts.push(new Part("store", store));
            databases = DatabaseServer.at(store.connectionString());
        } else {
            progress.accept("store on " + server);
            EmbeddedStore.leave(data.resolve(STORE), server.toString());
            databases = server;
        }
        SharedListener listener = new SharedListener(data.resolve("http"), port);
        parts.push(new Part("listener", listener));

        List<Service> services = List.of(
                new Service("ranking-service", RankingServiceApplication.class, "/ranking"),
                new Service("summary-service", SummaryServiceApplication.class, "/summary"),
                GATEWAY,
                new Service("ingest-service", IngestServiceApplication.class, "/ingest"));
        Map<Service, ConfigurableApplicationContext> running = new ServiceStarts(
                        settings(data, broker.bootstrapServers(), imports, properties),
                        databases,
                        new AwaitedBroker(broker),
                        listener)
                .sideBySide(services, progress);
        running.forEach((service, context) -> parts.push(new Part(service.name(), context)));
        ConfigurableApplicationContext gateway = Objects.requireNonNull(running.get(GATEWAY), "it runs");
        if (store != null) {
            StoreMeters.of(store, gateway.getBean(MeterRegistry.class));
        }
        listener.open(gateway.getBean(HttpLimits.class));
    }

    /** What is configured in the same way for all of them. */
    private Map<String, Object> settings(Path data, String broker, List<Path> imports, Map<String, String> properties) {
        Map<String, Object> settings = new LinkedHashMap<>(properties);
        settings.remove(SERVER);
        settings.put("spring.kafka.bootstrap-servers", broker);
        settings.put("citestream.stream.partitions", PARTITIONS);
        settings.put("logging.file.name", data.resolve("logs/citestream.log").toString());
        settings.putIfAbsent(
                "citestream.ranking.snapshot-file",
                data.resolve("ranking/snapshot").toString());
        settings.put("management.metrics.system.diskspace.paths", data.toString());
        for (int i = 0; i < imports.size(); i++) {
            settings.put(
                    "citestream.ingest.imports.files[" + i + "]", imports.get(i).toString());
        }
        settings.put("citestream.ingest.intake.operator-keys.standalone", apiKey.sha256());
        settings.put("citestream.summary.operator-keys.standalone", apiKey.sha256());
        settings.putIfAbsent("citestream.operators.ingest-url", address());
        // The public paths of the ingest service are those of the gateway's address.
        Map.of("ingest", "", "summary", "/summary", "ranking", "/ranking").forEach((name, at) -> {
            settings.put(
                    "citestream.api.services." + name + ".document", address() + "/" + name + "/api/v1/openapi.json");
            settings.put("citestream.api.services." + name + ".at", at);
        });
        return settings;
    }

    private static void requireFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IOException("Port " + port + " is taken; choose another with --port", e);
        }
    }

    /** Address of the pages, without a closing slash. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /** The API key, as it is sent in the header {@code X-API-Key}. */
    public String apiKey() {
        return apiKey.key();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closing().close();
            } catch (Exception e) {
                log.error("Could not close {} in order", part.name(), e);
            }
        }
    }
}
