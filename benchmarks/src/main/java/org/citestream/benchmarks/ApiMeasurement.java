package org.citestream.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.citestream.gateway.search.WordIndex;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
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
    private static final int SECONDS = 5;
    private static final int HOT = 200;
    private static final int VIEWED = 20_000;
    private static final double MEGABYTE = 1024 * 1024;

    private final HttpLoad http = new HttpLoad();

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
        long ofItself = heapOfAGateway(Files.createTempDirectory("citestream-api"), 0, rows);
        Path work = Files.createTempDirectory("citestream-api");
        long heap = heapOfAGateway(work, papers, rows);
        double megabytes = (heap - ofItself) / MEGABYTE;
        rows.add(Row.of("api: all derived indexes, vectors included", megabytes * MANY_PAPERS / papers, "MB/100,000"));
        return rows;
    }

    /**
     * Measures a gateway, starts another one on the same topics and documents, and measures its start.
     *
     * @return the bytes that the second one takes, all indexes made and nothing kept of any question
     */
    private long heapOfAGateway(Path work, int papers, List<Row> rows) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(work);
                EmbeddedStore store = EmbeddedStore.inMemory()) {
            if (papers > 0) {
                measure(broker, store, papers, rows);
            }
            long before = usedHeap();
            long begin = System.nanoTime();
            try (ConfigurableApplicationContext gateway = MeasuredGateway.start(broker, store, Bare.class)) {
                http.get(MeasuredGateway.address(gateway) + "/api/v1/papers?q=index");
                double seconds = (System.nanoTime() - begin) / 1e9;
                if (papers > 0) {
                    rows.add(new Row(
                            "api: start with " + papers + " papers to first answer",
                            seconds,
                            "s",
                            null,
                            null,
                            "< 15 s",
                            seconds < 15));
                }
                return usedHeap() - before;
            }
        }
    }

    private void measure(EmbeddedBroker broker, EmbeddedStore store, int papers, List<Row> rows) throws Exception {
        GeneratedViews views = new GeneratedViews(papers, new Random(1));
        try (ConfigurableApplicationContext gateway = MeasuredGateway.start(broker, store, Bare.class)) {
            views.publish(gateway);
            String address = MeasuredGateway.address(gateway);
            MeasuredGateway.awaitViewable(http, address, papers);
            views(address, rows);
            search(address, views, rows);
            pages(address, papers, rows);
            double megabytes = gateway.getBean(WordIndex.class).bytes() / MEGABYTE;
            rows.add(Row.of("api: word index", megabytes * MANY_PAPERS / papers, "MB/100,000"));
        }
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** What is like a paper is found when its view is asked for first, which therefore is measured apart. */
    private void views(String address, List<Row> rows) throws Exception {
        Bare.body = http.get(address + "/api/v1/papers/1");
        http.load(_ -> address + "/bare", 2, 0);
        HttpLoad.Load bare = http.load(_ -> address + "/bare", SECONDS, 0);
        http.load(i -> address + "/api/v1/papers/" + (1 + i % HOT), 2, 0);
        HttpLoad.Load first = http.once(i -> address + "/api/v1/papers/" + (1 + i), VIEWED);
        HttpLoad.Load all = http.load(i -> address + "/api/v1/papers/" + (1 + i * 7919L % VIEWED), SECONDS, 0);
        HttpLoad.Load hot = http.load(i -> address + "/api/v1/papers/" + (1 + i % HOT), SECONDS, 0);
        rows.add(Row.atLeast("api: views, over 20,000 papers", all.perSecond(), "req/s", bare.perSecond(), 0.5));
        rows.add(Row.of("api: views, over 200 papers", hot.perSecond(), "req/s", bare.perSecond()));
        rows.add(Row.of("api: views, each asked for the first time", first.perSecond(), "req/s", bare.perSecond()));
        HttpLoad.Load half =
                http.load(i -> address + "/api/v1/papers/" + (1 + i * 7919L % VIEWED), SECONDS, all.perSecond() / 2);
        rows.add(below("api: view at half load, p99", half.p99(), 10));
    }

    private void search(String address, GeneratedViews views, List<Row> rows) throws Exception {
        http.load(i -> address + "/api/v1/papers?q=" + views.word(i), 2, 0);
        HttpLoad.Load search =
                http.load(i -> address + "/api/v1/papers?q=" + views.word(i) + "+" + views.word(i * 31), SECONDS, 20);
        rows.add(below("api: search of two words at 20/s, p99", search.p99(), 50));
        HttpLoad.Load filtered =
                http.load(i -> address + "/api/v1/papers?venue=VLDB&yearFrom=" + (1980 + i % 40), SECONDS, 20);
        rows.add(below("api: filtered list at 20/s, p99", filtered.p99(), 50));
    }

    private void pages(String address, int papers, List<Row> rows) throws Exception {
        int far = Math.min(1000, papers / 20);
        http.load(_ -> address + "/api/v1/papers?page=1", 1, 0);
        HttpLoad.Load first = http.load(_ -> address + "/api/v1/papers?page=1", 2, 0);
        HttpLoad.Load last = http.load(_ -> address + "/api/v1/papers?page=" + far, 2, 0);
        rows.add(new Row(
                "api: page " + far + " against page 1, mean",
                last.mean(),
                "ms",
                first.mean(),
                last.mean() / first.mean(),
                "ratio ≤ 2",
                last.mean() <= 2 * first.mean()));
    }

    private static Row below(String name, double millis, double goal) {
        return new Row(name, millis, "ms", null, null, "< " + (int) goal + " ms", millis < goal);
    }

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
