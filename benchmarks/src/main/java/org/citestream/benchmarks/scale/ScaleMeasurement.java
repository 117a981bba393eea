package org.citestream.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.citestream.benchmarks.measuring.LongProof;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.benchmarks.product.ProductProcess;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * A collection of a given size, with the years and degrees of the real one and twelve citations a paper, without embeddings: how long its import takes, what it takes of memory and disk,
 * how soon the product is there again after a restart, how fast it answers, and how soon a new paper is ranked; and with two small ones beside it, what a paper and what a citation takes.
 */
public final class ScaleMeasurement extends LongProof {

    private static final int PAPERS = 100_000;
    private static final int CITATIONS_A_PAPER = 12;
    /** Of one of the smaller collections beside it, so that what papers take and what citations take can be told apart. */
    private static final int LITTLE_CITED = 2;

    private static final int FEW = 20_000;
    private static final int ASKED = 2000;
    private static final Duration LONGEST_RANKING = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String measures() {
        return "a generated collection (--papers): import, memory, disk, start, answers, and bytes of each paper and citation";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        return runPapers(PAPERS);
    }

    @Override
    public List<Row> runPapers(int papers) throws Exception {
        int few = Math.min(FEW, Math.max(1, papers / 4));
        Path all = work().resolve(Integer.toString(papers));
        List<Row> rows = new ArrayList<>();
        ScaleRun much = new ScaleRun(all.resolve("all"), papers, CITATIONS_A_PAPER, out::println);
        ScaleRun.Imported imported = much.imported();
        rows.add(Row.of("scale: papers", papers, "papers"));
        rows.add(Row.of("scale: citations", imported.citations(), "citations"));
        rows.add(Row.of("scale: import, until all are viewable and ranked", imported.seconds(), "s"));
        rows.add(Row.of("scale: import", papers / imported.seconds(), "papers/s"));
        rows.add(Row.of("scale: most resident memory", imported.peakMegabytes(), "MB"));
        rows.add(Row.of("scale: disk", imported.sizes().getOrDefault("disk, all", 0L) / 1024.0 / 1024, "MB"));
        answers(much, papers, rows);
        List<Capacity.Line> capacity = Capacity.of(
                few(all.resolve("little"), few, LITTLE_CITED),
                few(all.resolve("few"), few, CITATIONS_A_PAPER),
                imported.point(papers));
        for (Capacity.Line each : capacity) {
            rows.add(Row.of("scale: " + each.part() + ", a paper", each.perPaper(), "B"));
            rows.add(Row.of("scale: " + each.part() + ", a citation", each.perCitation(), "B"));
        }
        note(papers, imported.citations(), rows, capacity);
        FileSystemUtils.deleteRecursively(all);
        return rows;
    }

    private Capacity.Point few(Path directory, int papers, int citationsAPaper)
            throws IOException, InterruptedException {
        return new ScaleRun(directory, papers, citationsAPaper, out::println)
                .imported()
                .point(papers);
    }

    private static void answers(ScaleRun run, int papers, List<Row> rows) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (ProductProcess product = run.start(List.of())) {
            run.awaitAll(product);
            rows.add(Row.of("scale: start until all is there", (System.nanoTime() - begin) / 1e9, "s"));
            ScaleTexts texts = new ScaleTexts(papers);
            Random random = new Random(2);
            IntFunction<String> view = _ -> "/api/v1/papers/" + ScaleTexts.key(random.nextInt(papers));
            IntFunction<String> search = _ -> "/api/v1/papers?q=" + texts.asked(random) + "+" + texts.asked(random);
            p99(product, view);
            rows.add(Row.of("scale: view p99", p99(product, view), "ms"));
            p99(product, search);
            rows.add(Row.of("scale: search p99", p99(product, search), "ms"));
            rows.add(Row.of("scale: a new paper to its rank", rankUpdate(product, papers), "s"));
        }
    }

    private static double rankUpdate(ProductProcess product, int papers) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        product.submit("""
                {"source":"scale","key":"late","title":"The Latest of All","year":2016,"venue":"VLDB","authors":["Ann Late"],"references":["%s","%s"]}
                """.formatted(ScaleTexts.key(0), ScaleTexts.key(papers / 2)));
        while (System.nanoTime() - begin < LONGEST_RANKING.toNanos()) {
            var answer = product.get("/api/v1/papers/scale:late");
            if (answer.statusCode() == 200
                    && JsonMapper.shared().readTree(answer.body()).path("rank").isNumber()) {
                return (System.nanoTime() - begin) / 1e9;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("A new paper got no rank within " + LONGEST_RANKING);
    }

    private static double p99(ProductProcess product, IntFunction<String> path)
            throws IOException, InterruptedException {
        long[] took = new long[ASKED];
        for (int i = 0; i < ASKED; i++) {
            String asked = path.apply(i);
            long begin = System.nanoTime();
            int status = product.get(asked).statusCode();
            if (status != 200) {
                throw new IOException(asked + " was answered with " + status);
            }
            took[i] = System.nanoTime() - begin;
        }
        Arrays.sort(took);
        return took[ASKED * 99 / 100] / 1e6;
    }

    private void note(int papers, long citations, List<Row> rows, List<Capacity.Line> capacity) throws IOException {
        String figures = rows.stream()
                .filter(row -> !row.unit().equals("B"))
                .map(row -> "| %s | %s | %s |%n"
                        .formatted(row.name().replace("scale: ", ""), Row.number(row.figure()), row.unit()))
                .collect(Collectors.joining());
        Files.writeString(
                ledger("capacity.md"),
                "%n## %s: %,d papers, %,d citations, %d processors%n%n| what | figure | unit |%n|---|---|---|%n%s%n%s"
                        .formatted(
                                LocalDate.now(ZoneOffset.UTC),
                                papers,
                                citations,
                                Runtime.getRuntime().availableProcessors(),
                                figures,
                                Capacity.table(capacity)),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
