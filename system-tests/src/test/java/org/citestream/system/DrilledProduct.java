package org.citestream.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.citestream.gateway.QueryGatewayApplication;
import org.citestream.ingest.IngestServiceApplication;
import org.citestream.platform.broker.BrokerOptions;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.citestream.platform.store.StoreOptions;
import org.citestream.ranking.RankingServiceApplication;
import org.citestream.summary.SummaryServiceApplication;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The four services, each with a port of its own, and all that they rest on, each of which can be taken from them. */
final class DrilledProduct implements AutoCloseable {

    static final String KEY = "the operator's own key";

    static final int PARTITIONS = 2;
    private static final Map<String, Class<?>> SERVICES = new LinkedHashMap<>();

    static {
        SERVICES.put("ranking-service", RankingServiceApplication.class);
        SERVICES.put("summary-service", SummaryServiceApplication.class);
        SERVICES.put("query-gateway", QueryGatewayApplication.class);
        SERVICES.put("ingest-service", IngestServiceApplication.class);
    }

    private final Map<String, Integer> ports = new HashMap<>();
    private final Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();
    private final Path directory;
    private final int storePort;
    private final Gate gate;
    private final HttpServer outside;
    private @Nullable EmbeddedBroker broker;
    private @Nullable EmbeddedStore store;
    private volatile Duration jump = Duration.ZERO;
    private volatile boolean modelAnswers = true;
    private volatile boolean sourceAnswers = true;

    DrilledProduct(Path directory, Path disk) throws IOException {
        this.directory = directory;
        this.storePort = RunningProduct.freePort();
        startBroker();
        startStore();
        gate = new Gate(storePort);
        outside = outside();
        for (String service : SERVICES.keySet()) {
            ports.put(service, RunningProduct.freePort());
        }
        SERVICES.forEach((name, application) -> running.push(start(name, application, disk)));
    }

    private ConfigurableApplicationContext start(String name, Class<?> application, Path disk) {
        Map<String, Object> settings = new LinkedHashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
        settings.put("spring.config.name", name);
        settings.put("server.port", ports.get(name));
        settings.put("spring.kafka.bootstrap-servers", servers());
        int mongo = name.equals("query-gateway") ? gate.port() : storePort;
        settings.put("spring.mongodb.uri", "mongodb://127.0.0.1:" + mongo + "/" + name);
        settings.put("citestream.stream.partitions", PARTITIONS);
        settings.put("citestream.operators.ingest-url", uri("ingest-service", ""));
        settings.put("citestream.ingest.intake.operator-keys.drill", sha256(KEY));
        settings.put("citestream.summary.operator-keys.drill", sha256(KEY));
        settings.put("citestream.ingest.canary.every", "1s");
        settings.put("citestream.ingest.contact", "drill@example.org");
        settings.put("citestream.ingest.feeds.quay.source", "crossref");
        settings.put("citestream.ingest.feeds.quay.interval", "10ms");
        settings.put("citestream.ingest.feeds.quay.base-url", outsideAt("/source"));
        settings.put("citestream.summary.model.name", "drill");
        settings.put("citestream.summary.model.base-url", outsideAt("/model"));
        settings.put("citestream.summary.circuit.calls", 4);
        settings.put("citestream.summary.circuit.fewest", 2);
        settings.put("citestream.summary.circuit.pause", "2s");
        settings.put("citestream.summary.circuit.trials", 1);
        settings.put(
                "citestream.ranking.snapshot-file", disk.resolve("snapshot").toString());
        settings.put("citestream.ranking.snapshot-interval", "1s");
        settings.put("management.metrics.system.diskspace.paths", disk.toString());
        List<String> arguments = new ArrayList<>();
        settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
        return new SpringApplicationBuilder(application)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .initializers(context -> {
                    if (name.equals("query-gateway")) {
                        context.getBeanFactory().addBeanPostProcessor(jumping());
                    }
                })
                .run(arguments.toArray(String[]::new));
    }

    private BeanPostProcessor jumping() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof InstantSource clock
                        ? (InstantSource) () -> clock.instant().plus(jump)
                        : bean;
            }
        };
    }

    /** A source of papers and a language model, which may be asked as well as they answer. */
    private HttpServer outside() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            boolean model = exchange.getRequestURI().getPath().startsWith("/model");
            exchange.getRequestBody().readAllBytes();
            String body = model ? """
                      {"id":"1","object":"chat.completion","created":1,"model":"drill","choices":[{"index":0,"finish_reason":"stop",
                      "message":{"role":"assistant","content":"The paper measures how the sea rises and falls in one harbour over a year, and finds two tides a day."}}],
                      "usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}}""" : sourceAnswers ? """
                              {"status":"ok","message-type":"work-list","message":{"total-results":0,"items":[],"next-cursor":null}}""" : "<html>Are you a machine?</html>";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", body.startsWith("<") ? "text/html" : "application/json");
            exchange.sendResponseHeaders(model && !modelAnswers ? 500 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private String outsideAt(String path) {
        return "http://127.0.0.1:" + outside.getAddress().getPort() + path;
    }

    Map<String, URI> metrics() {
        Map<String, URI> metrics = new TreeMap<>();
        ports.keySet().forEach(name -> metrics.put(name, URI.create(uri(name, "/actuator/prometheus"))));
        return metrics;
    }

    String uri(String service, String path) {
        return "http://127.0.0.1:" + ports.get(service) + path;
    }

    Api api(String service) {
        return new Api(uri(service, ""));
    }

    String servers() {
        EmbeddedBroker known = broker;
        if (known == null) {
            throw new IllegalStateException("the broker is stopped");
        }
        return known.bootstrapServers();
    }

    void startBroker() {
        broker = EmbeddedBroker.start(
                directory.resolve("kafka"), BrokerOptions.defaults().withPartitions(PARTITIONS));
    }

    void stopBroker() {
        if (broker != null) {
            broker.close();
        }
        broker = null;
    }

    void startStore() {
        store = EmbeddedStore.onDisk(
                directory.resolve("store"), StoreOptions.defaults().withPort(storePort));
    }

    void stopStore() {
        if (store != null) {
            store.close();
        }
        store = null;
    }

    /** Puts right what a drill that was broken off left wrong. */
    void giveAllBack() {
        if (broker == null) {
            startBroker();
        }
        if (store == null) {
            startStore();
        }
        gatewaysStoreHangs(false);
        modelAnswers = true;
        sourceAnswers = true;
        jump = Duration.ZERO;
    }

    /** Holds or lets through what the gateway and its store say to each other. */
    void gatewaysStoreHangs(boolean hangs) {
        gate.shut(hangs);
    }

    void modelAnswers(boolean answers) {
        modelAnswers = answers;
    }

    void sourceAnswers(boolean answers) {
        sourceAnswers = answers;
    }

    /** Puts the gateway's clock forward by this much. */
    void jump(Duration by) {
        jump = by;
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        running.forEach(ConfigurableApplicationContext::close);
        try {
            gate.close();
        } catch (IOException _) {
            // at the end of the drill
        }
        stopStore();
        stopBroker();
        outside.stop(0);
    }
}
