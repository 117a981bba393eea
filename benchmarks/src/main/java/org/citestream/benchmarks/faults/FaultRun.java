package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.citestream.benchmarks.faults.History.Outcome;
import org.citestream.benchmarks.faults.Violation.Kind;

/**
 * One run: clients say what follows from the seed while faults come as they follow from it; then all is healed, everything accepted has to arrive, and what is shown
 * is compared with what was acknowledged, and with itself when the gateway has read everything again from the cleaned topics.
 */
public final class FaultRun {

    private static final Duration LONGEST_SAYING = Duration.ofMinutes(2);
    private static final int REST_MILLIS = 1500;
    private static final int LATER_MILLIS = 5000;
    /** A transaction that nobody ends holds the cleaner up for a minute. */
    private static final Duration LONGEST_CLEANING = Duration.ofMinutes(2);

    private static final int CORRECTED = 5;
    private static final Set<String> ALWAYS_NEW =
            Set.of(org.citestream.events.Topics.RANKS.name(), org.citestream.events.Topics.RANK_EPOCHS.name());

    private final Cluster cluster;
    private final Schedule schedule;
    private final History history;
    private final Injection injection;
    private final List<Violation> violations = new ArrayList<>();
    private final long begin = System.nanoTime();
    private final int entriesBefore;
    private final long acknowledgedBefore;
    private final long unsureBefore;
    private final int refusedBefore;
    private int papers;
    private double seconds = Double.NaN;
    private long cleaned;
    private int echoed;

    private FaultRun(Cluster cluster, Schedule schedule, History history) {
        this.cluster = cluster;
        this.schedule = schedule;
        this.history = history;
        this.injection = new Injection(cluster);
        this.entriesBefore = history.entries().size();
        this.acknowledgedBefore = history.count(Outcome.ACKNOWLEDGED);
        this.unsureBefore = history.count(Outcome.UNSURE);
        this.refusedBefore = history.refusals().size();
    }

    /**
     * What came of a run.
     *
     * @param schedule its faults
     * @param papers that are there at the end, those of earlier runs of the cluster included
     * @param acknowledged how many operations were acknowledged in this run
     * @param unsure how many had an outcome that nobody knows
     * @param seconds how long it took from the first operation to the first moment at which nothing was pending
     * @param inFlight summaries that were billed again since their call was on its way at a kill, by the word of their abstract
     * @param cleaned records that the cleaner has taken away in this run before anything was rebuilt, of the topics in
     *     which that can be told
     * @param echoed records that were written again
     * @param restarted what had ended by itself
     * @param leftOut faults that are not possible here
     * @param violations what ought not to be
     */
    public record Result(
            Schedule schedule,
            int papers,
            long acknowledged,
            long unsure,
            double seconds,
            List<String> inFlight,
            long cleaned,
            int echoed,
            List<String> restarted,
            List<String> leftOut,
            List<Violation> violations) {}

    /**
     * Runs a schedule. One that does not come to its end, since something does not answer, has that as a violation.
     *
     * @param history of the cluster until now, which goes on
     */
    public static Result run(Cluster cluster, Schedule schedule, History history) throws InterruptedException {
        FaultRun run = new FaultRun(cluster, schedule, history);
        try {
            run.run();
        } catch (IOException | RuntimeException e) {
            run.violations.add(new Violation(Kind.STUCK, "run", "did not come to its end: " + e));
        }
        return run.result();
    }

    private void run() throws IOException, InterruptedException {
        Topics topics = new Topics(cluster.brokerAddress());
        long cleanedBefore = topics.cleaned();
        long first = System.nanoTime();
        loadAndFaults();
        cluster.heal();
        settle("after the faults");
        seconds = (System.nanoTime() - first) / 1e9;
        List<ConsumerRecord<byte[], byte[]>> records = topics.read();
        violations.addAll(LogCheck.check(records));
        List<History.Entry> all = history.entries();
        violations.addAll(Receipts.check(cluster.node(Part.INGEST).address(), all.subList(entriesBefore, all.size())));
        if (schedule.echo()) {
            echoed += topics.echo(records, new Random(schedule.seed()));
            settle("after old records were written again");
        }
        ShownCollection shown = checked();
        awaitSimilar(shown, "faults");
        papers = shown.total();
        awaitCleaned(topics, cleanedBefore);
        cluster.rebuild(
                schedule.rebuildAll()
                        ? List.of(Part.INGEST, Part.SUMMARY, Part.RANKING, Part.GATEWAY)
                        : List.of(Part.GATEWAY));
        settle("after what was rebuilt");
        compare(shown);
        if (schedule.rebuildAll()) {
            correct();
            settle("after corrections of what was rebuilt");
            ShownCollection corrected = read();
            violations.addAll(Checker.check(expected(), corrected));
            awaitSimilar(corrected, "corrected");
        }
        violations.addAll(LogCheck.check(topics.read()));
        violations.addAll(topics.deadLetters());
    }

    private Result result() {
        List<Violation> refusals = history.refusals();
        violations.addAll(refusals.subList(refusedBefore, refusals.size()));
        StubCalls.Found billed = StubCalls.check(cluster.model().calls(), cluster.kills(), history.entries(), begin);
        violations.addAll(billed.violations());
        List<String> restarted = cluster.restartedByThemselves();
        restarted.stream()
                .filter(each -> !hadFullDisk(each))
                .forEach(each -> violations.add(new Violation(Kind.ENDED, each, "ended by itself")));
        return new Result(
                schedule,
                papers,
                history.count(Outcome.ACKNOWLEDGED) - acknowledgedBefore,
                history.count(Outcome.UNSURE) - unsureBefore,
                seconds,
                billed.inFlight(),
                cleaned,
                echoed,
                restarted,
                injection.leftOut(),
                List.copyOf(violations));
    }

    /** Whether the disk of that part was filled up, after which it may end; others may not. */
    private boolean hadFullDisk(String part) {
        return schedule.faults().stream()
                .anyMatch(each -> each.fault() instanceof Fault.FullDisk full
                        && full.part().label().equals(part)
                        && !injection.leftOut().contains(full.toString()));
    }

    /**
     * Waits until the cleaner has taken away what was superseded, so that what is rebuilt is rebuilt from the rest.
     * There always is something: in each run a third of what clients say corrects or withdraws a record, most of it
     * seconds later, when the segment of that is closed.
     */
    private void awaitCleaned(Topics topics, long before) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_CLEANING.toNanos();
        long left = topics.superseded(cluster.partitions());
        while (left > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            left = topics.superseded(cluster.partitions());
        }
        cleaned = topics.cleaned() - before;
        if (left > 0 || cleaned <= 0) {
            violations.add(new Violation(
                    Kind.PROOF,
                    "cleaning",
                    "has taken " + cleaned + " records away before the rebuild, and " + left
                            + " that are superseded are still there"));
        }
    }

    /** Some of what this run said is said otherwise, which what was rebuilt has to take for the same papers. */
    private void correct() throws InterruptedException {
        List<Operation> corrected = new ArrayList<>();
        Map<String, Operation> last = history.acknowledged();
        for (History.Entry each :
                history.entries().subList(entriesBefore, history.entries().size())) {
            if (corrected.size() < CORRECTED
                    && each.operation() instanceof Operation.Describe record
                    && record.equals(last.get(record.key()))
                    && !record.retracted()) {
                corrected.add(Workload.corrected(record));
            }
        }
        new Client(Workload.CLIENTS, schedule.seed(), history, () -> cluster.addresses(Part.INGEST))
                .sayAll(corrected, System.nanoTime() + LONGEST_SAYING.toNanos());
    }

    /** What earlier runs said, which nobody says anew, arrives again amid the faults; but for ranks, which move with what comes now. */
    private Callable<Integer> echoAmid() {
        Topics topics = new Topics(cluster.brokerAddress());
        List<ConsumerRecord<byte[], byte[]>> earlier = topics.read().stream()
                .filter(each -> !ALWAYS_NEW.contains(each.topic()))
                .toList();
        return () -> {
            TimeUnit.NANOSECONDS.sleep(Schedule.WINDOW.toNanos() / 2);
            return topics.echo(earlier, new Random(schedule.seed() + 1));
        };
    }

    private void loadAndFaults() throws IOException, InterruptedException {
        Callable<Integer> echo = schedule.echo() && entriesBefore > 0 ? echoAmid() : () -> 0;
        long deadline = System.nanoTime() + LONGEST_SAYING.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> clients = new ArrayList<>();
            for (int each = 0; each < Workload.CLIENTS; each++) {
                Client client = new Client(each, schedule.seed(), history, () -> cluster.addresses(Part.INGEST));
                List<Operation> operations = Workload.of(schedule.seed(), each);
                clients.add(threads.submit(() -> client.sayAll(operations, deadline)));
            }
            Future<Integer> amid = threads.submit(echo);
            injection.run(schedule);
            cluster.heal();
            echoed += amid.get();
            for (Future<Boolean> each : clients) {
                if (!each.get()) {
                    violations.add(new Violation(
                            Kind.STUCK, "clients", "were not acknowledged though all was healed; see the history"));
                }
            }
        } catch (ExecutionException e) {
            throw new IOException("A client failed", e.getCause());
        }
        List<Operation> doubtful = history.doubtful();
        if (!doubtful.isEmpty()) {
            // What was on its way when its sender lost patience has arrived by then.
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            Client client =
                    new Client(Workload.CLIENTS, schedule.seed(), history, () -> cluster.addresses(Part.INGEST));
            client.sayAll(doubtful, System.nanoTime() + LONGEST_SAYING.toNanos());
        }
    }

    private void settle(String when) throws InterruptedException {
        Settling.await(cluster, when, violations);
    }

    private Reading gateway() {
        return new Reading(cluster.node(Part.GATEWAY).address());
    }

    private ShownCollection read() throws IOException, InterruptedException {
        return gateway().all();
    }

    private ExpectedCollection expected() {
        return ExpectedCollection.of(history.acknowledged().values());
    }

    /** With what was taken back, under whose keys nothing may be shown. */
    private List<Violation> check(ExpectedCollection expected, ShownCollection shown)
            throws IOException, InterruptedException {
        List<Violation> wrong = new ArrayList<>(Checker.check(expected, shown));
        Reading gateway = gateway();
        for (String each : expected.gone(history.acknowledged().values())) {
            if (gateway.isLive(each)) {
                wrong.add(new Violation(Kind.UNEXPECTED, each, "was taken back and is shown"));
            }
        }
        return wrong;
    }

    /** Checks what is shown; what is wrong is looked at again after a while, to tell what is late from what is lost. */
    private ShownCollection checked() throws IOException, InterruptedException {
        ExpectedCollection expected = expected();
        ShownCollection shown = read();
        List<Violation> wrong = check(expected, shown);
        if (wrong.isEmpty()) {
            return shown;
        }
        TimeUnit.MILLISECONDS.sleep(LATER_MILLIS);
        ShownCollection later = read();
        tell(wrong, check(expected, later));
        cluster.keepEvidence(schedule.seed() + "-faults");
        return later;
    }

    /** As with what is checked, what was rebuilt otherwise is looked at again. */
    private void compare(ShownCollection before) throws IOException, InterruptedException {
        ShownCollection rebuilt = read();
        List<Violation> different = Checker.compare(before, rebuilt);
        if (!different.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(LATER_MILLIS);
            tell(different, Checker.compare(before, read()));
            cluster.keepEvidence(schedule.seed() + "-rebuilt");
        }
        awaitSimilar(rebuilt, "rebuilt");
    }

    /** What is most like each paper has to follow from the texts that are shown; after a rebuild it is the same then. */
    private void awaitSimilar(ShownCollection first, String when) throws IOException, InterruptedException {
        List<Violation> wrong = SimilarCheck.await(gateway(), first);
        if (!wrong.isEmpty()) {
            violations.addAll(wrong);
            cluster.keepEvidence(schedule.seed() + "-similar-" + when);
        }
    }

    private void tell(List<Violation> wrong, List<Violation> later) {
        Set<Violation> still = new HashSet<>(later);
        wrong.forEach(each -> violations.add(
                still.contains(each)
                        ? each
                        : new Violation(
                                each.kind(),
                                each.about(),
                                each.what() + " — and was right 5 s later: pending was 0 too early")));
        still.removeAll(wrong);
        violations.addAll(still);
    }
}
