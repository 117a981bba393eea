package org.citestream.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.citestream.benchmarks.product.ProductProcess;
import org.citestream.benchmarks.soak.SoakPlan.Phase;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rates that are tried, a steady load, a burst, the steady load again until what is new is visible in time again, and then silence until all is there. One that was stopped goes on in the same directory
 * with the phase in which it was.
 */
public final class Soak {

    private static final int LOOK_SECONDS = 60;
    private static final int WAITING_SECONDS = 15;
    private static final int AFTER_LOOK_SECONDS = 10;
    private static final Duration LONGEST_AFTER = Duration.ofMinutes(10);
    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(20);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private final SoakPlan plan;
    private final ProductProcess product;
    private final Consumer<SoakMinute> each;
    private final SoakReads reads;
    private final SoakSubmissions submissions;
    private final SoakMinutes minutes;
    private final long before;
    private final long begin = System.nanoTime();
    private JsonNode stats = JsonMapper.shared().createObjectNode();

    private Soak(SoakPlan plan, ProductProcess product, SoakMinutes minutes, Consumer<SoakMinute> each) {
        this.plan = plan;
        this.product = product;
        this.each = each;
        this.minutes = minutes;
        this.before = minutes.seconds();
        this.reads = new SoakReads(product, plan.reads());
        this.submissions = new SoakSubmissions(product, minutes.acknowledged());
    }

    /**
     * What came of it.
     *
     * @param minutes minute by minute
     * @param steadyRate papers a second in the steady load
     * @param accepted papers that were acknowledged
     * @param count whether all of these are there when nothing is pending, null where the product had ended
     * @param freshAgainSeconds from the end of the burst until what is new was visible in time again, with what it took
     *     to start again where it was stopped in between; NaN where that did not come to be
     * @param settledSeconds from the end of all submissions until nothing was pending, NaN where that did not come to be
     * @param peakMegabytes the most memory that was resident
     * @param sentAgain submissions that were not acknowledged at first
     * @param troubles papers that were refused, never acknowledged, or not seen
     * @param ended why the product ended before its time, null where it did not
     */
    public record Outcome(
            List<SoakMinute> minutes,
            int steadyRate,
            int accepted,
            @Nullable SoakCount count,
            double freshAgainSeconds,
            double settledSeconds,
            double peakMegabytes,
            long sentAgain,
            List<String> troubles,
            @Nullable String ended) {

        /** Papers that were acknowledged and are not there; all of them where nobody could be asked. */
        public int lost() {
            return count == null ? accepted : count.missing();
        }

        /** Papers that are there more often than once. */
        public int doubled() {
            return count == null ? 0 : count.doubled();
        }

        /** What was acknowledged in the burst, as a share of what was to come in it; 1 where there was none. */
        public double burstShare() {
            double due = 0;
            int acknowledged = 0;
            int before = 0;
            for (SoakMinute minute : minutes) {
                if (minute.phase() == Phase.BURST) {
                    due += minute.rate() * minute.lasted();
                    acknowledged += minute.submitted() - before;
                }
                before = minute.submitted();
            }
            return due == 0 ? 1 : acknowledged / due;
        }

        /** Minutes of the steady load. */
        public List<SoakMinute> steady() {
            return minutes.stream()
                    .filter(minute -> minute.phase() == Phase.STEADY)
                    .toList();
        }

        /** How many of these were not borne. */
        public long steadyNotBorne() {
            return steady().stream().filter(minute -> !isBorne(minute)).count();
        }

        /** Reads in the steady load that were not answered in time, as a share of all of them. */
        public double unansweredShare() {
            double answered = 0;
            double failed = 0;
            for (SoakMinute minute : steady()) {
                answered += minute.readsPerSecond() * minute.lasted();
                failed += minute.readFailures();
            }
            return failed == 0 ? 0 : failed / (answered + failed);
        }
    }

    /** The product is gone. */
    private static final class EndedException extends IOException {

        private static final long serialVersionUID = 1L;

        EndedException(String lastWords) {
            super(lastWords);
        }
    }

    /**
     * Runs a plan, or what is left of it.
     *
     * @param directory for data, logs and what was seen so far
     * @param each is told of each minute
     */
    public static Outcome run(SoakPlan plan, Path directory, int port, Consumer<SoakMinute> each)
            throws IOException, InterruptedException {
        SoakMinutes minutes = SoakMinutes.in(directory);
        try (ProductProcess product =
                ProductProcess.start(directory, plan.heapMegabytes(), plan.embeddings(), List.of(), port)) {
            return new Soak(plan, product, minutes, each).run();
        }
    }

    /** Whether what was new was visible in time. */
    static boolean isFresh(SoakMinute minute) {
        return minute.freshP99() <= SoakPlan.FRESH.toMillis();
    }

    /** Whether readers were answered: of a hundred reads at most one was not, and at most one waited for more than a second. */
    static boolean isAnswered(SoakMinute minute) {
        double reads = minute.readsPerSecond() * minute.lasted() + minute.readFailures();
        return minute.readFailures() * 100 <= reads && !(minute.readP99() > SoakPlan.ANSWERED.toMillis());
    }

    /** Whether a rate was borne: what was new was visible in time, readers were answered, and for no stage more waited than comes in some seconds. */
    static boolean isBorne(SoakMinute minute) {
        return isFresh(minute)
                && isAnswered(minute)
                && minute.pendingByStage().values().stream()
                        .allMatch(waiting -> waiting <= (long) WAITING_SECONDS * minute.rate());
    }

    /**
     * From the end of the burst until what was new was visible in time again, in seconds of all sittings; NaN where
     * that was not seen.
     */
    static double freshAgain(List<SoakMinute> minutes) {
        return minutes.stream()
                .filter(minute -> minute.phase() == Phase.AFTER && isFresh(minute))
                .findFirst()
                .map(minute -> (double) minute.seconds() - burstEnded(minutes))
                .orElse(Double.NaN);
    }

    /** When the burst had ended, in seconds of all sittings; or what came before it, where there was none. */
    private static long burstEnded(List<SoakMinute> minutes) {
        return minutes.stream()
                .filter(minute -> minute.phase() == Phase.BURST)
                .reduce((_, last) -> last)
                .or(() -> minutes.stream()
                        .takeWhile(minute -> minute.phase() != Phase.AFTER)
                        .reduce((_, last) -> last))
                .map(SoakMinute::seconds)
                .orElse(0L);
    }

    private Outcome run() throws IOException, InterruptedException {
        double settled = Double.NaN;
        SoakCount count = null;
        String ended = null;
        try (submissions) {
            submissions.start(0);
            reads.start();
            look(Phase.WARMING, plan.submissions() / 2, plan.warming(), LOOK_SECONDS);
            if (minutes.of(Phase.BURST).isEmpty()) {
                // Not after it: what waits since then is not to pass without load.
                climb();
            }
            int rate = plan.steadyRate(minutes.all());
            look(Phase.STEADY, rate, left(Phase.STEADY, plan.steady()), LOOK_SECONDS);
            look(Phase.BURST, rate * plan.burstFactor(), left(Phase.BURST, plan.burst()), LOOK_SECONDS);
            untilFresh(rate);
            submissions.stop();
            settled = untilSettled(LONGEST_SETTLING);
            reads.stop();
            count = SoakCount.of(
                    product, submissions.acknowledged(), stats.path("papers").asInt(0));
        } catch (EndedException e) {
            ended = e.getMessage();
        } finally {
            reads.stop();
        }
        return new Outcome(
                minutes.all(),
                plan.steadyRate(minutes.all()),
                submissions.acknowledged(),
                count,
                freshAgain(minutes.all()),
                settled,
                product.residentMegabytes("VmHWM"),
                submissions.sentAgain(),
                List.copyOf(submissions.troubles()),
                ended);
    }

    /** In whole seconds, so that nothing is left where no more than a moment between two looks is. */
    private Duration left(Phase phase, Duration lasts) {
        return Duration.ofSeconds(Math.round(lasts.toSeconds() - minutes.lasted(phase)));
    }

    /** Tries rate after rate, until one is not borne, and lets what is then waiting pass. */
    private void climb() throws IOException, InterruptedException {
        rest();
        List<SoakMinute> climbed = minutes.of(Phase.CLIMB);
        for (int rate : plan.climb()) {
            if (climbed.stream().anyMatch(minute -> !isBorne(minute))) {
                break;
            }
            if (climbed.stream().noneMatch(minute -> minute.rate() == rate)) {
                // One look for all of it, of which what was late at its end is a part.
                look(Phase.CLIMB, rate, plan.step(), (int) plan.step().toSeconds());
                climbed = minutes.of(Phase.CLIMB);
            }
        }
        rest();
    }

    private void rest() throws IOException, InterruptedException {
        submissions.rate(0);
        untilSettled(LONGEST_REST);
    }

    private void untilFresh(int rate) throws IOException, InterruptedException {
        // Those that were submitted in the burst are seen now, and late: what is told by is what has no backlog before
        // it.
        while (Double.isNaN(freshAgain(minutes.all()))
                && minutes.seconds() - burstEnded(minutes.all()) < LONGEST_AFTER.toSeconds()) {
            look(Phase.AFTER, rate, Duration.ofSeconds(AFTER_LOOK_SECONDS), AFTER_LOOK_SECONDS);
        }
    }

    private double untilSettled(Duration longest) throws IOException, InterruptedException {
        long from = System.nanoTime();
        while (System.nanoTime() - from < longest.toNanos()) {
            ask();
            if (stats.path("pending").asLong(-1) == 0) {
                return (System.nanoTime() - from) / 1e9;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        return Double.NaN;
    }

    /** Asks for the figures; where they are not told in time, the last ones stand. */
    private void ask() throws IOException, InterruptedException {
        try {
            stats = product.stats();
        } catch (IOException e) {
            if (!product.isAlive()) {
                throw new EndedException(product.lastWords());
            }
        }
        reads.ranked((int)
                Math.min(stats.path("ranked").asLong(0), stats.path("viewable").asLong(0)));
    }

    private void look(Phase phase, int rate, Duration lasts, int everySeconds)
            throws IOException, InterruptedException {
        submissions.rate(rate);
        long end = System.nanoTime() + lasts.toNanos();
        while (System.nanoTime() < end) {
            long from = System.nanoTime();
            double busy = product.processorSeconds();
            long until = Math.min(end, from + TimeUnit.SECONDS.toNanos(everySeconds));
            while (System.nanoTime() < until) {
                TimeUnit.NANOSECONDS.sleep(
                        Math.min(TimeUnit.SECONDS.toNanos(1), Math.max(0, until - System.nanoTime())));
                ask();
            }
            double lasted = (System.nanoTime() - from) / 1e9;
            SoakMinute minute = minute(phase, rate, lasted, (product.processorSeconds() - busy) / lasted);
            minutes.add(minute);
            each.accept(minute);
        }
    }

    private SoakMinute minute(Phase phase, int rate, double lasted, double processors) throws IOException {
        Map<String, Long> byStage = new TreeMap<>();
        stats.path("pendingByStage")
                .properties()
                .forEach(stage -> byStage.put(stage.getKey(), stage.getValue().asLong(0)));
        long[] visible = submissions.visible().take();
        long[] answered = reads.took().take();
        return new SoakMinute(
                phase,
                rate,
                lasted,
                before + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
                submissions.acknowledged(),
                stats.path("viewable").asLong(0),
                stats.path("pending").asLong(0),
                byStage,
                processors,
                product.heapAfterCollections(),
                product.residentMegabytes("VmRSS"),
                Latencies.millis(visible, 0.5),
                Latencies.millis(visible, 0.99),
                answered.length / lasted,
                Latencies.millis(answered, 0.99),
                reads.takeFailures());
    }
}
