package org.citestream.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.generated.GeneratedAbstracts;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long a paper takes from the moment at which its acceptance is answered until its view can be read, while papers come in steadily:
 * the whole product in a process of its own, submissions over HTTP by ten requests a second, and some of the papers asked for again and
 * again until they are there.
 */
public final class FreshnessMeasurement implements Measurement {

    private static final int BATCHES_PER_SECOND = 10;
    /** At half the rate, until what is measured is compiled. */
    private static final int WARM_UP_SECONDS = 60;

    private static final int SECONDS = 60;
    private static final int WATCHED_PER_SECOND = 5;
    /** A look costs the product as well; what is measured is told too long by half of this on average. */
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private static final int HEAP_MEGABYTES = 2048;
    private static final long LONGEST_NANOS = Duration.ofMinutes(3).toNanos();
    private static final double GOAL_MILLIS = 2000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String name() {
        return "freshness";
    }

    @Override
    public String measures() {
        return "accepted to visible, with 200 papers a second without embeddings, 30 with";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        List<Row> rows = new ArrayList<>();
        measure(200, false, rows);
        measure(30, true, rows);
        return rows;
    }

    private static void measure(int perSecond, boolean embeddings, List<Row> rows) throws Exception {
        Path work = Files.createTempDirectory("citestream-freshness");
        try (ProductProcess product = ProductProcess.start(work, HEAP_MEGABYTES, embeddings, List.of(), Ports.free())) {
            Stream stream = new Stream(product);
            stream.run(WARM_UP_SECONDS, perSecond / 2);
            stream.forget();
            stream.run(SECONDS, perSecond);
            String name = "freshness: " + perSecond + " papers/s" + (embeddings ? " with embeddings" : "") + ", ";
            double p99 = stream.millis(0.99);
            rows.add(new Row(
                    name + "visible p99", p99, "ms", null, null, "< " + (int) GOAL_MILLIS + " ms", p99 < GOAL_MILLIS));
            rows.add(Row.of(name + "visible median", stream.millis(0.5), "ms"));
            rows.add(Row.of(name + "accepted", stream.rate(), "papers/s"));
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    /** Papers that come in, each citing some of those before. */
    private static final class Stream {

        private final ProductProcess product;
        private final GeneratedAbstracts abstracts = new GeneratedAbstracts();
        private final Queue<Long> took = new ConcurrentLinkedQueue<>();
        private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        private int papers;
        private int batches;
        private double seconds;
        private int measured;

        Stream(ProductProcess product) {
            this.product = product;
        }

        void forget() {
            took.clear();
            measured = 0;
            seconds = 0;
        }

        void run(int forSeconds, int perSecond) throws Exception {
            long begin = System.nanoTime();
            try (ScheduledExecutorService watching =
                    Executors.newScheduledThreadPool(0, Thread.ofVirtual().factory())) {
                for (int batch = 0; batch < forSeconds * BATCHES_PER_SECOND; batch++) {
                    long due = begin + TimeUnit.SECONDS.toNanos(1) * batch / BATCHES_PER_SECOND;
                    TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                    int until = papers
                            + perSecond * (batch + 1) / BATCHES_PER_SECOND
                            - perSecond * batch / BATCHES_PER_SECOND;
                    measured += until - papers;
                    String last = submit(until - papers);
                    if (batches++ % (BATCHES_PER_SECOND / WATCHED_PER_SECOND) == 0) {
                        long accepted = System.nanoTime();
                        watching.execute(() -> watch(last, accepted));
                    }
                }
                seconds += (System.nanoTime() - begin) / 1e9;
            }
            if (!failures.isEmpty()) {
                throw failures.peek();
            }
        }

        /** Submits a batch; returns the key of its last paper. */
        private String submit(int perBatch) throws IOException, InterruptedException {
            StringBuilder lines = new StringBuilder();
            String last = "";
            for (int i = 0; i < perBatch; i++) {
                int number = papers++;
                last = "bench:" + number;
                ObjectNode paper = JSON.createObjectNode()
                        .put("source", "bench")
                        .put("key", Integer.toString(number))
                        .put("title", "On Paper Number " + number + " of a Steady Stream")
                        .put("year", 1980 + number / 500 % 45)
                        .put("venue", "VLDB")
                        .put("abstract", abstracts.text());
                paper.putArray("authors").add("Author " + (number * 31 % 4000)).add("Author " + (number * 17 % 4000));
                ArrayNode references = paper.putArray("references");
                for (int back = 1; back <= 64 && back <= number; back *= 4) {
                    references.add("bench:" + (number - back));
                }
                lines.append(JSON.writeValueAsString(paper)).append('\n');
            }
            int accepted = product.submit(lines.toString());
            if (accepted != perBatch) {
                throw new IOException("Of " + perBatch + " papers " + accepted + " were accepted");
            }
            return last;
        }

        private void watch(String paper, long accepted) {
            try {
                String view = "/api/v1/papers/" + paper + "?fields=id";
                while (product.get(view).statusCode() != 200) {
                    if (System.nanoTime() - accepted > LONGEST_NANOS) {
                        throw new IOException(paper + " was accepted and is not visible");
                    }
                    TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
                }
                took.add(System.nanoTime() - accepted);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                failures.add(e);
            }
        }

        double millis(double share) {
            long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
            return sorted[(int) (sorted.length * share)] / 1e6;
        }

        double rate() {
            return measured / seconds;
        }
    }
}
