package org.citestream.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.citestream.gateway.QueryGatewayApplication;
import org.citestream.gateway.search.WordIndex;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * The gateway's API over a generated collection with broker and store in this process: views against a bare handler in the same
 * server that answers the same bytes from memory, search, the last pages of a list, a start with all indexes to make, and their memory.
 */
final class ApiMeasurement implements Measurement {

    private static final int PAPERS = 20_000;
    private static final int MANY_PAPERS = 100_000;
    private static final int CLIENTS = 8;
    private static final int SECONDS = 5;
    private static final int HOT = 200;
    private static final double MEGABYTE = 1024 * 1024;

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "api";
    }

    @Override
    public String measures() {
        return "views, search and lists: throughput and latency against a bare handler (--large: 100,000 papers)";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        return measure(PAPERS);
    }

    @Override
    public List<Row> runLarge() throws Exception {
        return measure(MANY_PAPERS);
    }

    private List<Row> measure(int papers) throws Exception {
        List<Row> rows = new ArrayList<>();
        Path work = Files.createTempDirectory("citestream-api");
        try (EmbeddedBroker broker = EmbeddedBroker.start(work);
                EmbeddedStore store = EmbeddedStore.inMemory()) {
            GeneratedViews views = new GeneratedViews(papers, new Random(1));
            try (ConfigurableApplicationContext gateway = gateway(broker, store)) {
                views.publish(gateway);
                String address = address(gateway);
                awaitViewable(address, papers);
                views(address, papers, rows);
                search(address, views, rows);
                pages(address, papers, rows);
                double megabytes = gateway.getBean(WordIndex.class).bytes() / MEGABYTE;
                rows.add(Row.of("api: word index", megabytes * MANY_PAPERS / papers, "MB/100,000"));
            }
            long begin = System.nanoTime();
            try (ConfigurableApplicationContext gateway = gateway(broker, store)) {
                get(address(gateway) + "/api/v1/papers?q=index");
                double seconds = (System.nanoTime() - begin) / 1e9;
                rows.add(new Row(
                        "api: start with " + papers + " papers to first answer",
                        seconds,
                        "s",
                        null,
                        null,
                        "< 15 s",
                        seconds < 15));
            }
        }
        return rows;
    }

    private void views(String address, int papers, List<Row> rows) throws Exception {
        Bare.body = get(address + "/api/v1/papers/1");
        load(_ -> address + "/bare", 2, 0);
        Load bare = load(_ -> address + "/bare", SECONDS, 0);
        load(i -> address + "/api/v1/papers/" + (1 + i % papers), 2, 0);
        Load all = load(i -> address + "/api/v1/papers/" + (1 + i * 7919L % papers), SECONDS, 0);
        Load hot = load(i -> address + "/api/v1/papers/" + (1 + i % HOT), SECONDS, 0);
        rows.add(Row.atLeast("api: views, over all papers", all.perSecond, "req/s", bare.perSecond, 0.5));
        rows.add(Row.of("api: views, over 200 papers", hot.perSecond, "req/s", bare.perSecond));
        Load half = load(i -> address + "/api/v1/papers/" + (1 + i * 7919L % papers), SECONDS, all.perSecond / 2);
        rows.add(below("api: view at half load, p99", half.p99, 10));
    }

    private void search(String address, GeneratedViews views, List<Row> rows) throws Exception {
        load(i -> address + "/api/v1/papers?q=" + views.word(i), 2, 0);
        Load search = load(i -> address + "/api/v1/papers?q=" + views.word(i) + "+" + views.word(i * 31), SECONDS, 20);
        rows.add(below("api: search of two words at 20/s, p99", search.p99, 50));
        Load filtered = load(i -> address + "/api/v1/papers?venue=VLDB&yearFrom=" + (1980 + i % 40), SECONDS, 20);
        rows.add(below("api: filtered list at 20/s, p99", filtered.p99, 50));
    }

    private void pages(String address, int papers, List<Row> rows) throws Exception {
        int far = Math.min(1000, papers / 20);
        load(_ -> address + "/api/v1/papers?page=1", 1, 0);
        Load first = load(_ -> address + "/api/v1/papers?page=1", 2, 0);
        Load last = load(_ -> address + "/api/v1/papers?page=" + far, 2, 0);
        rows.add(new Row(
                "api: page " + far + " against page 1, mean",
                last.mean,
                "ms",
                first.mean,
                last.mean / first.mean,
                "ratio ≤ 2",
                last.mean <= 2 * first.mean));
    }

    private static Row below(String name, double millis, double goal) {
        return new Row(name, millis, "ms", null, null, "< " + (int) goal + " ms", millis < goal);
    }

    /** Asks with several clients for some seconds, as fast as answers come or at a rate. */
    private Load load(IntFunction<String> address, int seconds, double perSecond) throws Exception {
        AtomicLong next = new AtomicLong();
        LongAdder asked = new LongAdder();
        long[][] took = new long[CLIENTS][];
        CountDownLatch done = new CountDownLatch(CLIENTS);
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        List<Throwable> failures = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int me = client;
            Thread.ofVirtual().start(() -> {
                long[] mine = new long[1024];
                int count = 0;
                try {
                    while (System.nanoTime() < end) {
                        long number = next.getAndIncrement();
                        long due = perSecond == 0 ? System.nanoTime() : begin + (long) (number * 1e9 / perSecond);
                        long wait = due - System.nanoTime();
                        if (wait > 0) {
                            TimeUnit.NANOSECONDS.sleep(wait);
                        }
                        get(address.apply((int) number));
                        mine = count == mine.length ? Arrays.copyOf(mine, 2 * count) : mine;
                        mine[count++] = System.nanoTime() - due;
                        asked.increment();
                    }
                } catch (Exception e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
                took[me] = Arrays.copyOf(mine, count);
                done.countDown();
            });
        }
        done.await();
        if (!failures.isEmpty()) {
            throw new IllegalStateException("A request failed", failures.getFirst());
        }
        double elapsed = (System.nanoTime() - begin) / 1e9;
        long[] all = Arrays.stream(took).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Load(
                asked.sum() / elapsed,
                all[(int) (all.length * 0.99)] / 1e6,
                Arrays.stream(all).average().orElse(0) / 1e6);
    }

    private byte[] get(String address) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(address + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private void awaitViewable(String address, int papers) throws Exception {
        while (!new String(get(address + "/api/v1/stats"), java.nio.charset.StandardCharsets.UTF_8)
                .contains("\"viewable\":" + papers + ",")) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static ConfigurableApplicationContext gateway(EmbeddedBroker broker, EmbeddedStore store) {
        return new SpringApplicationBuilder(QueryGatewayApplication.class, Bare.class)
                .properties("spring.config.name=query-gateway")
                .run(
                        "--server.port=0",
                        "--server.shutdown=immediate",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn",
                        "--citestream.rate-limit.per-minute=0",
                        "--citestream.embeddings.enabled=false",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                        "--spring.mongodb.uri=" + store.connectionString() + "/gateway");
    }

    private static String address(ConfigurableApplicationContext gateway) {
        return "http://127.0.0.1:" + gateway.getEnvironment().getRequiredProperty("local.server.port");
    }

    private record Load(double perSecond, double p99, double mean) {}

    /** Answers the same bytes as a view from memory, in the same server. */
    @Configuration(proxyBeanMethods = false)
    static class Bare {

        static volatile byte[] body = {};

        @Bean
        SimpleUrlHandlerMapping bare() {
            SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
            mapping.setOrder(-1);
            HttpRequestHandler handler = (_, response) -> {
                byte[] bytes = body;
                response.setContentType("application/json");
                response.setContentLength(bytes.length);
                response.getOutputStream().write(bytes);
            };
            mapping.setUrlMap(java.util.Map.of("/bare", handler));
            return mapping;
        }
    }
}
