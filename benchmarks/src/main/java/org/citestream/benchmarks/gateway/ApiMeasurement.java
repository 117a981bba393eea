package org.citestream.benchmarks.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
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
public final class ApiMeasurement implements Measurement {

    private static final int PAPERS = 20_000;
    private static final int MANY_PAPERS = 100_000;
    private static final int SECONDS = 5;
    /** At twenty a second, so that one in a hundred is told from the slowest of all. */
    private static final int SEARCHED_SECONDS = 30;

    private static final int HOT = 200;
    private static final int VIEWED = 20_000;
    private static final int ROUNDS = 3;
    private static final int WARM_SECONDS = 8;

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
        Path work = Files.createTempDirectory("citestream-api");
        double words;
        try (EmbeddedBroker broker = EmbeddedBroker.start(work);
                EmbeddedStore store = EmbeddedStore.inMemory()) {
            words = measure(broker, store, papers, rows);
            start(broker, store, papers, rows);
        }
        rows.addAll(new IndexMemory(papers).rows(words));
        return rows;
    }

    /** Another gateway on the same topics and documents: all indexes are to be made. */
    private void start(EmbeddedBroker broker, EmbeddedStore store, int papers, List<Row> rows) throws Exception {
        long begin = System.nanoTime();
        try (ConfigurableApplicationContext gateway = MeasuredGateway.start(broker, store, Bare.class)) {
            http.get(MeasuredGateway.address(gateway) + "/api/v1/papers?q=index");
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

    /**
     * Measures what a gateway answers.
     *
     * @return the bytes of its index of words
     */
    private double measure(EmbeddedBroker broker, EmbeddedStore store, int papers, List<Row> rows) throws Exception {
        GeneratedViews views = new GeneratedViews(papers, new Random(1));
        try (ConfigurableApplicationContext gateway = MeasuredGateway.start(broker, store, Bare.class)) {
            views.publish(gateway);
            String address = MeasuredGateway.address(gateway);
            MeasuredGateway.awaitViewable(http, address, papers);
            long begin = System.nanoTime();
            // Those of all take a quarter of an hour at 100,000; the views that are measured are the first ones.
            int found = Math.min(papers, VIEWED + VIEWED / 10);
            MeasuredGateway.awaitNeighbours(gateway, found);
            rows.add(Row.of(
                    "api: neighbours of " + found + " papers found, after the last paper came",
                    (System.nanoTime() - begin) / 1e9,
                    "s"));
            views(address, rows);
            search(address, views, rows);
            pages(address, papers, rows);
            return gateway.getBean(WordIndex.class).bytes();
        }
    }

    /**
     * By turns with the bare handler, since what else the machine does changes from one second to the next. A view that is asked for the first
     * time is measured apart, after others, so that the server is compiled.
     */
    private void views(String address, List<Row> rows) throws Exception {
        Bare.body = MeasuredGateway.usualView(http, address, VIEWED);
        http.load(_ -> address + "/bare", WARM_SECONDS, 0);
        http.load(i -> address + "/api/v1/papers/" + (1 + i % HOT), WARM_SECONDS, 0);
        double[] bare = new double[ROUNDS];
        double[] all = new double[ROUNDS];
        double[] hot = new double[ROUNDS];
        double[] first = new double[ROUNDS];
        int each = (VIEWED - HOT) / ROUNDS;
        for (int round = 0; round < ROUNDS; round++) {
            int from = 1 + HOT + round * each;
            bare[round] = http.load(_ -> address + "/bare", SECONDS, 0).perSecond();
            first[round] = http.once(i -> address + "/api/v1/papers/" + (from + i), each)
                    .perSecond();
            hot[round] = http.load(i -> address + "/api/v1/papers/" + (1 + i % HOT), SECONDS, 0)
                    .perSecond();
        }
        for (int round = 0; round < ROUNDS; round++) {
            all[round] = http.load(i -> address + "/api/v1/papers/" + (1 + i * 7919L % VIEWED), SECONDS, 0)
                    .perSecond();
        }
        rows.add(Row.atLeast("api: views, each asked for the first time", median(first), "req/s", median(bare), 0.5));
        rows.add(Row.atLeast("api: views, over 20,000 papers again", median(all), "req/s", median(bare), 0.5));
        rows.add(Row.of("api: views, over 200 papers again", median(hot), "req/s", median(bare)));
        HttpLoad.Load half =
                http.load(i -> address + "/api/v1/papers/" + (1 + i * 7919L % VIEWED), SECONDS, median(all) / 2);
        rows.add(below("api: view at half load, p99", half.p99(), 10));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private void search(String address, GeneratedViews views, List<Row> rows) throws Exception {
        http.load(i -> address + "/api/v1/papers?q=" + views.word(i), 2, 0);
        HttpLoad.Load search = http.load(
                i -> address + "/api/v1/papers?q=" + views.word(i) + "+" + views.word(i * 31), SEARCHED_SECONDS, 20);
        rows.add(below("api: search of two words at 20/s, p99", search.p99(), 50));
        HttpLoad.Load filtered =
                http.load(i -> address + "/api/v1/papers?venue=VLDB&yearFrom=" + (1980 + i % 40), SEARCHED_SECONDS, 20);
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
