package org.citestream.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.citestream.benchmarks.product.ProductProcess;
import org.citestream.benchmarks.scale.GeneratedCollection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A collection of a given size, with the years and degrees of the real one and twelve citations a paper, without embeddings: how long its import takes, what it takes of memory and disk,
 * how soon the product is there again after a restart, how fast it answers, and how soon a new paper is ranked.
 */
final class ScaleMeasurement implements Measurement {

    private static final int PAPERS = 100_000;
    private static final int HEAP_MEGABYTES = 8192;
    private static final int ASKED = 2000;
    private static final int AUTHORS_A_PAPER = 3;
    private static final long LONGEST_SECONDS = 4L * 3600;
    private static final int BETWEEN_LOOKS_MILLIS = 500;
    private static final double MEGABYTE = 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String measures() {
        return "a generated collection (--papers): import, memory, disk, start, answers, and bytes of each paper and citation";
    }

    @Override
    public boolean isLongProof() {
        return true;
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        return runPapers(PAPERS);
    }

    @Override
    public List<Row> runPapers(int papers) throws Exception {
        Path work = Files.createTempDirectory("citestream-scale");
        try {
            GeneratedCollection collection = new GeneratedCollection(papers, 1);
            Path file = work.resolve("collection.ndjson.gz");
            Texts texts = new Texts(papers);
            collection.write(file, texts::line);
            out.printf(
                    "%,d papers, %,d citations, %,d bytes of submissions%n",
                    papers, collection.citations(), Files.size(file));
            List<Row> rows = new ArrayList<>();
            rows.add(Row.of("scale: papers", papers, "papers"));
            rows.add(Row.of("scale: citations", collection.citations(), "citations"));
            int port = ImportMeasurement.freePort();
            double heap;
            try (ProductProcess product = ProductProcess.start(work, HEAP_MEGABYTES, false, List.of(file), port)) {
                double seconds = awaitAll(product, papers);
                rows.add(Row.of("scale: import, until all are viewable and ranked", seconds, "s"));
                rows.add(Row.of("scale: import", papers / seconds, "papers/s"));
                rows.add(Row.of("scale: most resident memory", product.residentMegabytes("VmHWM"), "MB"));
                heap = product.heapAfterFullCollection();
                rows.add(Row.of("scale: heap after a full collection", heap, "MB"));
                rows.add(Row.of("scale: a new paper to its rank", rankUpdate(product, papers), "s"));
            }
            capacity(work.resolve("data"), papers, collection.citations(), heap, rows);
            long begin = System.nanoTime();
            try (ProductProcess product = ProductProcess.start(work, HEAP_MEGABYTES, false, List.of(), port)) {
                awaitAll(product, papers);
                rows.add(Row.of("scale: start until all is there", (System.nanoTime() - begin) / 1e9, "s"));
                Random random = new Random(2);
                IntFunction<String> view = _ -> "/api/v1/papers/scale:" + random.nextInt(papers);
                IntFunction<String> search = _ -> "/api/v1/papers?q=" + texts.word(random) + "+" + texts.word(random);
                p99(product, view);
                rows.add(Row.of("scale: view p99", p99(product, view), "ms"));
                p99(product, search);
                rows.add(Row.of("scale: search p99", p99(product, search), "ms"));
            }
            return rows;
        } finally {
            ImportMeasurement.delete(work);
        }
    }

    private double awaitAll(ProductProcess product, int papers) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long told = 0;
        while (true) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            JsonNode stats = product.stats();
            if (stats.path("viewable").asInt() >= papers
                    && stats.path("ranked").asInt() >= papers
                    && stats.path("pending").asLong(-1) == 0) {
                return seconds;
            }
            if (seconds - told >= 60) {
                told = (long) seconds;
                out.println(told + " s: " + stats);
            }
            if (!product.isAlive() || seconds > LONGEST_SECONDS) {
                throw new IOException("Not all of it arrived: " + stats);
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    private static double rankUpdate(ProductProcess product, int papers) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        product.submit("""
                {"source":"scale","key":"late","title":"The Latest of All","year":2016,"venue":"VLDB","authors":["Ann Late"],"references":["scale:0","scale:%d"]}
                """.formatted(papers / 2));
        while (true) {
            var answer = product.get("/api/v1/papers/scale:late");
            if (answer.statusCode() == 200
                    && JSON.readTree(answer.body()).path("rank").isNumber()) {
                return (System.nanoTime() - begin) / 1e9;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static double p99(ProductProcess product, IntFunction<String> path)
            throws IOException, InterruptedException {
        long[] took = new long[ASKED];
        for (int i = 0; i < ASKED; i++) {
            String asked = path.apply(i);
            long begin = System.nanoTime();
            if (product.get(asked).statusCode() != 200) {
                throw new IOException(asked + " was not answered");
            }
            took[i] = System.nanoTime() - begin;
        }
        Arrays.sort(took);
        return took[ASKED * 99 / 100] / 1e6;
    }

    /** What each paper takes, and each citation where that can be told apart. */
    private static void capacity(Path data, int papers, long citations, double heap, List<Row> rows)
            throws IOException {
        Map<String, Long> byTopic = new TreeMap<>();
        long all = 0;
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                long size = Files.size(file);
                all += size;
                String partition = file.getName(file.getNameCount() - 2).toString();
                if (file.toString().endsWith(".log") && partition.matches(".*-\\d+")) {
                    byTopic.merge(partition.substring(0, partition.lastIndexOf('-')), size, Long::sum);
                } else if (file.toString().endsWith(".mv")) {
                    byTopic.merge("store", size, Long::sum);
                } else if (file.toString().contains("snapshot")) {
                    byTopic.merge("ranking snapshot", size, Long::sum);
                }
            }
        }
        rows.add(Row.of("scale: disk", all / MEGABYTE, "MB"));
        byTopic.forEach((what, size) -> {
            if (size >= papers) {
                rows.add(
                        what.equals("references")
                                ? Row.of("scale: on disk, " + what, (double) size / citations, "B/citation")
                                : Row.of("scale: on disk, " + what, (double) size / papers, "B/paper"));
            }
        });
        rows.add(Row.of("scale: heap", heap * MEGABYTE / papers, "B/paper"));
    }

    /** What is said of the papers. */
    private static final class Texts {

        private final GeneratedAbstracts abstracts = new GeneratedAbstracts();
        private final Random random = new Random(3);
        private final int people;

        Texts(int papers) {
            this.people = Math.max(10, papers);
        }

        String word(Random of) {
            return abstracts.word(of);
        }

        String line(int paper, int year, int[] cited) {
            StringBuilder line = new StringBuilder("{\"source\":\"scale\",\"key\":\"")
                    .append(paper)
                    .append("\",\"title\":\"")
                    .append(abstracts.word(random))
                    .append(' ')
                    .append(abstracts.word(random))
                    .append(" of the ")
                    .append(paper)
                    .append("th Kind\",\"venue\":\"VLDB\",\"year\":")
                    .append(year)
                    .append(",\"abstract\":\"")
                    .append(abstracts.text())
                    .append("\",\"authors\":[");
            for (int author = 0; author < AUTHORS_A_PAPER; author++) {
                line.append(author == 0 ? "\"" : ",\"")
                        .append("Given Family")
                        .append(random.nextInt(people))
                        .append('"');
            }
            line.append("],\"references\":[");
            for (int i = 0; i < cited.length; i++) {
                line.append(i == 0 ? "\"scale:" : ",\"scale:").append(cited[i]).append('"');
            }
            return line.append("]}").toString();
        }
    }
}
