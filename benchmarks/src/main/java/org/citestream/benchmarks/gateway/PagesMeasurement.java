package org.citestream.benchmarks.gateway;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;

/** The pages of the gateway over a generated collection: how large they are, and how long they take at fifty a second. */
public final class PagesMeasurement implements Measurement {

    private static final int PAPERS = 15_000;
    /** At full speed, so that what is measured is compiled. */
    private static final int WARM_UP_SECONDS = 15;

    /** At the rate that is measured, so that what the full speed left behind is cleared away. */
    private static final int SETTLE_SECONDS = 10;

    private static final int SECONDS = 30;
    private static final double PER_SECOND = 50;
    private static final double KILOBYTE = 1024;

    private final HttpLoad http = new HttpLoad();

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public String measures() {
        return "the gateway's pages: size, and time at 50 a second";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        List<Row> rows = new ArrayList<>();
        Path work = Files.createTempDirectory("citestream-pages");
        try (EmbeddedBroker broker = EmbeddedBroker.start(work);
                EmbeddedStore store = EmbeddedStore.inMemory();
                GatewayProcess gateway = GatewayProcess.start(broker, store, PAPERS, work.resolve("gateway.log"))) {
            GeneratedViews views = new GeneratedViews(PAPERS, new Random(1));
            String address = gateway.address();
            sizes(address, rows);
            Map<String, IntFunction<String>> pages = new LinkedHashMap<>();
            pages.put("paper", i -> "/papers/" + (1 + i * 7919L % PAPERS));
            pages.put("papers", i -> "/?page=" + (1 + i % 100));
            pages.put("search", i -> "/?q=" + views.word(i) + "+" + views.word(i * 31));
            List<String> authors = links(address + "/papers/1", "/authors/");
            pages.put("author", i -> authors.get(i % authors.size()));
            List<String> volumes = links(address + "/venues/VLDB", "/venues/VLDB/");
            pages.put("venue and year", i -> volumes.get(i % volumes.size()));
            pages.put("graph", i -> "/papers/" + (1 + i * 7919L % PAPERS) + "/graph");
            for (IntFunction<String> page : pages.values()) {
                http.load(i -> address + page.apply(i), WARM_UP_SECONDS, 0);
            }
            for (Map.Entry<String, IntFunction<String>> each : pages.entrySet()) {
                http.load(i -> address + each.getValue().apply(i), SETTLE_SECONDS, PER_SECOND);
                serverTimes(address);
                HttpLoad.Load load = http.load(i -> address + each.getValue().apply(i), SECONDS, PER_SECOND);
                String name = "pages: " + each.getKey() + " at " + (int) PER_SECOND + "/s, ";
                double[] server = serverTimes(address);
                rows.add(new Row(name + "server p99", server[0], "ms", null, null, "< 20 ms", server[0] < 20));
                rows.add(Row.of(name + "server median", server[1], "ms"));
                rows.add(Row.of(name + "client p99", load.p99(), "ms"));
            }
        }
        return rows;
    }

    /** The 99th percentile and the median since the last call. */
    private double[] serverTimes(String address) throws Exception {
        String[] told = new String(http.get(address + ServerTimes.PATH), StandardCharsets.UTF_8)
                .strip()
                .split(" ");
        return new double[] {Double.parseDouble(told[0]), Double.parseDouble(told[1])};
    }

    private List<String> links(String page, String to) throws Exception {
        return Pattern.compile("href=\"(" + to + "[^\"]+)\"")
                .matcher(new String(http.get(page), StandardCharsets.UTF_8))
                .results()
                .map(each -> each.group(1))
                .toList();
    }

    private void sizes(String address, List<Row> rows) throws Exception {
        int css = http.get(address + "/assets/citestream.css").length;
        int script = http.get(address + "/assets/citestream.js").length;
        int largest = 0;
        for (int id = 1; id <= PAPERS; id += 97) {
            largest = Math.max(largest, http.get(address + "/papers/" + id).length);
        }
        rows.add(atMost("pages: largest of 155 paper pages with its style", (largest + css) / KILOBYTE, 60));
        byte[] full = http.get(address + "/papers/" + (PAPERS + 1));
        String shown = new String(full, StandardCharsets.UTF_8);
        if (!shown.contains("of 60 citing papers.")
                || !shown.contains("of 60 cited papers.")
                || !shown.contains("Why this rank")
                || !shown.contains(" moments, the best and the worst among them")) {
            throw new IllegalStateException("The full page is not full");
        }
        rows.add(atMost(
                "pages: a paper page with all there can be, with its style", (full.length + css) / KILOBYTE, 60));
        rows.add(atMost("pages: script", script / KILOBYTE, 15));
    }

    private static Row atMost(String name, double kilobytes, double goal) {
        return new Row(name, kilobytes, "KB", null, null, "≤ " + (int) goal + " KB", kilobytes <= goal);
    }
}
