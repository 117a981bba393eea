package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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

    private final Cluster cluster;
    private final Schedule schedule;
    private final History history;
    private final List<Violation> violations = new ArrayList<>();

    private FaultRun(Cluster cluster, Schedule schedule, History history) {
        this.cluster = cluster;
        this.schedule = schedule;
        this.history = history;
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
     * @param cleaned records that the cleaner has taken away, of the topics in which that can be told
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
     * Runs a schedule.
     *
     * @param history of the cluster until now, which goes on
     */
    public static Result run(Cluster cluster, Schedule schedule, History history)
            throws IOException, InterruptedException {
        return new FaultRun(cluster, schedule, history).run();
    }

    private Result run() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long acknowledged = history.count(Outcome.ACKNOWLEDGED);
        long unsure = history.count(Outcome.UNSURE);
        int refused = history.refusals().size();
        int calls = cluster.model().calls().size();
        int before = history.entries().size();
        Injection injection = new Injection(cluster);
        loadAndFaults(injection);
        cluster.heal();
        settle("after the faults");
        double seconds = (System.nanoTime() - begin) / 1e9;
        int echoed = 0;
        Topics topics = new Topics(cluster.brokerAddress());
        List<ConsumerRecord<byte[], byte[]>> records = topics.read();
        violations.addAll(LogCheck.check(records));
        violations.addAll(topics.deadLetters());
        List<History.Entry> all = history.entries();
        violations.addAll(Receipts.check(cluster.node(Part.INGEST).address(), all.subList(before, all.size())));
        if (schedule.echo()) {
            echoed = topics.echo(records, new Random(schedule.seed()));
            settle("after old records were written again");
        }
        ShownCollection shown = checked();
        cluster.rebuildGateway();
        settle("after the gateway was rebuilt");
        violations.addAll(Checker.compare(shown, read()));
        long cleaned = topics.cleaned();
        violations.addAll(history.refusals().subList(refused, history.refusals().size()));
        List<Operation> operations =
                history.entries().stream().map(History.Entry::operation).toList();
        List<StubModel.Call> asked = cluster.model().calls();
        StubCalls.Found billed = StubCalls.check(asked.subList(calls, asked.size()), injection.kills(), operations);
        violations.addAll(billed.violations());
        return new Result(
                schedule,
                shown.total(),
                history.count(Outcome.ACKNOWLEDGED) - acknowledged,
                history.count(Outcome.UNSURE) - unsure,
                seconds,
                billed.inFlight(),
                cleaned,
                echoed,
                cluster.restartedByThemselves(),
                injection.leftOut(),
                List.copyOf(violations));
    }

    private void loadAndFaults(Injection injection) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_SAYING.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> clients = new ArrayList<>();
            for (int each = 0; each < Workload.CLIENTS; each++) {
                Client client = new Client(each, schedule.seed(), history, () -> cluster.addresses(Part.INGEST));
                List<Operation> operations = Workload.of(schedule.seed(), each);
                clients.add(threads.submit(() -> client.sayAll(operations, deadline)));
            }
            injection.run(schedule);
            cluster.heal();
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

    private ShownCollection read() throws IOException, InterruptedException {
        return new Reading(cluster.node(Part.GATEWAY).address()).all();
    }

    /** Checks what is shown; what is wrong is looked at again after a while, to tell what is late from what is lost. */
    private ShownCollection checked() throws IOException, InterruptedException {
        ExpectedCollection expected =
                ExpectedCollection.of(history.acknowledged().values());
        ShownCollection shown = read();
        List<Violation> wrong = Checker.check(expected, shown);
        if (wrong.isEmpty()) {
            return shown;
        }
        TimeUnit.MILLISECONDS.sleep(LATER_MILLIS);
        ShownCollection later = read();
        Set<Violation> still = new HashSet<>(Checker.check(expected, later));
        wrong.forEach(each -> violations.add(
                still.contains(each)
                        ? each
                        : new Violation(
                                each.kind(),
                                each.about(),
                                each.what() + " — and was right 5 s later: pending was 0 too early")));
        still.removeAll(wrong);
        violations.addAll(still);
        return later;
    }
}
