package org.citestream.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.citestream.benchmarks.product.ProductProcess;
import tools.jackson.databind.JsonNode;

/** A steady load, a burst, the steady load again until what is new is visible in time again, and then silence until all is there. */
public final class Soak {

    private static final int LOOK_SECONDS = 60;
    private static final Duration LONGEST_AFTER = Duration.ofMinutes(10);
    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(20);
    private static final int AFTER_LOOK_SECONDS = 10;

    private final SoakPlan plan;
    private final ProductProcess product;
    private final Consumer<SoakMinute> each;
    private final SoakReads reads;
    private final SoakSubmissions submissions;
    private final List<SoakMinute> minutes = new ArrayList<>();
    private final long begin = System.nanoTime();

    private Soak(SoakPlan plan, ProductProcess product, Consumer<SoakMinute> each) {
        this.plan = plan;
        this.product = product;
        this.each = each;
        this.reads = new SoakReads(product, plan.reads());
        this.submissions = new SoakSubmissions(product);
    }

    /**
     * What came of it.
     *
     * @param minutes minute by minute
     * @param accepted papers that were acknowledged
     * @param papers that are there when nothing is pending
     * @param freshAgainSeconds from the end of the burst until what is new was visible in time again, NaN where that did not come to be
     * @param settledSeconds from the end of all submissions until nothing was pending, NaN where that did not come to be
     * @param peakMegabytes the most memory that was resident
     * @param troubles requests that failed, and papers that were not seen
     */
    public record Outcome(
            List<SoakMinute> minutes,
            int accepted,
            int papers,
            double freshAgainSeconds,
            double settledSeconds,
            double peakMegabytes,
            List<String> troubles) {

        /** Papers that were acknowledged and are not there. */
        public int lost() {
            return accepted - papers;
        }
    }

    /**
     * Runs a plan.
     *
     * @param directory empty; for data and logs
     * @param each is told of each minute
     */
    public static Outcome run(SoakPlan plan, Path directory, int port, Consumer<SoakMinute> each)
            throws IOException, InterruptedException {
        try (ProductProcess product =
                ProductProcess.start(directory, plan.heapMegabytes(), plan.embeddings(), List.of(), port)) {
            return new Soak(plan, product, each).run();
        }
    }

    private Outcome run() throws IOException, InterruptedException {
        try (submissions) {
            submissions.start(plan.submissions());
            reads.start();
            look("steady", plan.steady(), LOOK_SECONDS);
            submissions.rate(plan.submissions() * plan.burstFactor());
            look("burst", plan.burst(), LOOK_SECONDS);
            submissions.rate(plan.submissions());
            long burstEnded = System.nanoTime();
            double freshAgain = Double.NaN;
            while (Double.isNaN(freshAgain) && System.nanoTime() - burstEnded < LONGEST_AFTER.toNanos()) {
                look("after", Duration.ofSeconds(AFTER_LOOK_SECONDS), AFTER_LOOK_SECONDS);
                // Those that were submitted in the burst are seen now, and late: what is told by is what has no backlog
                // before it.
                if (minutes.getLast().freshP99() <= SoakPlan.FRESH.toMillis()) {
                    freshAgain = (System.nanoTime() - burstEnded) / 1e9;
                }
            }
            submissions.stop();
            long ended = System.nanoTime();
            JsonNode stats = product.stats();
            while (stats.path("pending").asLong(-1) != 0 && System.nanoTime() - ended < LONGEST_SETTLING.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(500);
                stats = product.stats();
            }
            boolean settled = stats.path("pending").asLong(-1) == 0;
            reads.stop();
            return new Outcome(
                    List.copyOf(minutes),
                    submissions.accepted(),
                    stats.path("papers").asInt(),
                    freshAgain,
                    settled ? (System.nanoTime() - ended) / 1e9 : Double.NaN,
                    product.residentMegabytes("VmHWM"),
                    List.copyOf(submissions.troubles()));
        } finally {
            reads.stop();
        }
    }

    private void look(String phase, Duration lasts, int everySeconds) throws IOException, InterruptedException {
        long end = System.nanoTime() + lasts.toNanos();
        while (System.nanoTime() < end) {
            long from = System.nanoTime();
            long until = Math.min(end, from + TimeUnit.SECONDS.toNanos(everySeconds));
            while (System.nanoTime() < until) {
                TimeUnit.NANOSECONDS.sleep(
                        Math.min(TimeUnit.SECONDS.toNanos(1), Math.max(0, until - System.nanoTime())));
                reads.papers(product.stats().path("viewable").asInt());
            }
            SoakMinute minute = minute(phase, (System.nanoTime() - from) / 1e9);
            minutes.add(minute);
            each.accept(minute);
        }
    }

    private SoakMinute minute(String phase, double seconds) throws IOException, InterruptedException {
        JsonNode stats = product.stats();
        long[] visible = submissions.visible().take();
        long[] answered = reads.took().take();
        return new SoakMinute(
                phase,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                submissions.accepted(),
                stats.path("viewable").asLong(),
                stats.path("pending").asLong(),
                product.heapAfterCollections(),
                product.residentMegabytes("VmRSS"),
                Latencies.millis(visible, 0.5),
                Latencies.millis(visible, 0.99),
                answered.length / seconds,
                Latencies.millis(answered, 0.99),
                reads.takeFailures());
    }
}
