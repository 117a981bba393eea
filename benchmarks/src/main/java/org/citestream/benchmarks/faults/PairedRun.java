package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Two instances of each service. Under load a third of each comes and the second leaves, one service after the other; then every gateway has to show what was
 * acknowledged. Then the ranking that publishes falls silent, another has to go on, and the first has to leave it at that when it wakes; at last that other one is killed. A ranking has gone
 * on when an epoch that it published since can be read.
 */
public final class PairedRun {

    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final int TOGETHER_MILLIS = 2000;
    private static final int BETWEEN_LOOKS_MILLIS = 20;
    private static final int BEFORE_SILENCE = 5;
    private static final String PUBLISHES = "citestream_ranking_publishes";

    private final Cluster cluster;
    private final long seed;
    private final History history = new History();
    private final List<Violation> violations = new ArrayList<>();

    private PairedRun(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.seed = seed;
    }

    /**
     * What came of it.
     *
     * @param papers that are there at the end
     * @param fromSilent from the moment at which the ranking that publishes was stopped by a signal until an epoch that the other published since could be read
     * @param fromKilled the same of one that was killed
     * @param ranked from its death until a paper that was submitted then is ranked
     * @param violations what ought not to be
     */
    public record Result(
            int papers, Duration fromSilent, Duration fromKilled, Duration ranked, List<Violation> violations) {}

    /** Runs on a cluster that has just started. */
    public static Result run(Cluster cluster, long seed) throws IOException, InterruptedException {
        return new PairedRun(cluster, seed).run();
    }

    private Result run() throws IOException, InterruptedException {
        List<NodeProcess> second = new ArrayList<>();
        for (Part service : Part.SERVICES) {
            second.add(joined(service));
        }
        underLoad(second);
        Settling.await(cluster, "after instances came and went", violations);
        ExpectedCollection expected =
                ExpectedCollection.of(history.acknowledged().values());
        int papers = 0;
        ShownCollection first = null;
        for (String gateway : cluster.addresses(Part.GATEWAY)) {
            Settling.await(gateway, "at each gateway", violations);
            ShownCollection shown = new Reading(gateway).all();
            papers = shown.total();
            violations.addAll(Checker.check(expected, shown));
            if (first == null) {
                first = shown;
            } else {
                violations.addAll(Checker.compare(first, shown));
            }
        }
        List<ConsumerRecord<byte[], byte[]>> records = new Topics(cluster.brokerAddress()).read();
        violations.addAll(LogCheck.check(records));
        violations.addAll(new Topics(cluster.brokerAddress()).deadLetters());
        violations.addAll(Receipts.check(cluster.node(Part.INGEST).address(), history.entries()));
        violations.addAll(StubCalls.check(cluster.model().calls(), cluster.kills(), history.entries(), 0)
                .violations());
        return handOver(papers);
    }

    private NodeProcess joined(Part service) throws IOException, InterruptedException {
        NodeProcess another = cluster.join(service);
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!Reading.isReady(another.address())) {
            if (!another.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("A second " + service.label() + " is not ready; see " + cluster.directory());
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return another;
    }

    /** The clients go on with one seed after the other until all instances have come and gone. */
    private void underLoad(List<NodeProcess> second) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> changes = threads.submit(() -> {
                for (int i = 0; i < second.size(); i++) {
                    joined(Part.SERVICES.get(i));
                    TimeUnit.MILLISECONDS.sleep(TOGETHER_MILLIS);
                    cluster.leave(second.get(i), false);
                }
                return null;
            });
            List<Future<Boolean>> clients = new ArrayList<>();
            for (int each = 0; each < Workload.CLIENTS; each++) {
                int number = each;
                clients.add(threads.submit(() -> {
                    boolean saidAll = true;
                    for (long next = seed; saidAll && !changes.isDone(); next++) {
                        Client client = new Client(number, next, history, () -> cluster.addresses(Part.INGEST));
                        saidAll = client.sayAll(Workload.of(next, number), deadline);
                    }
                    return saidAll;
                }));
            }
            changes.get();
            for (Future<Boolean> each : clients) {
                if (!each.get()) {
                    throw new IOException("Not all was acknowledged");
                }
            }
        } catch (ExecutionException e) {
            throw new IOException("Under load", e.getCause());
        }
        violations.addAll(history.refusals());
    }

    private Result handOver(int papers) throws IOException, InterruptedException {
        try (PublishedEpochs epochs = new PublishedEpochs(cluster.brokerAddress())) {
            return handOver(papers, epochs);
        }
    }

    private Result handOver(int papers, PublishedEpochs epochs) throws IOException, InterruptedException {
        List<NodeProcess> rankings = cluster.instances(Part.RANKING);
        NodeProcess first = publishing(rankings);
        NodeProcess second = rankings.get(rankings.getFirst() == first ? 1 : 0);
        Duration fromSilent = fromSilent(first, second, epochs);
        await(() -> standsBy(first), "A ranking that fell silent and came back still publishes");
        if (publishing(rankings) != second) {
            throw new IOException("A ranking that fell silent has taken back what another had taken over");
        }

        epochs.catchUp();
        long killed = System.nanoTime();
        second.kill();
        Instant gone = Instant.now();
        Operation.Describe paper = late("killed");
        epochs.await(gone, LONGEST);
        Duration fromKilled = Duration.ofNanos(System.nanoTime() - killed);
        await(() -> publishes(first), "No other ranking publishes");
        awaitRanked(paper);
        Duration ranked = Duration.ofNanos(System.nanoTime() - killed);
        violations.addAll(LogCheck.check(new Topics(cluster.brokerAddress()).read()));
        violations.addAll(history.refusals());
        return new Result(papers, fromSilent, fromKilled, ranked, List.copyOf(violations));
    }

    /** One falls silent with something to publish, and comes back when the other has published that and more: it must not go on with what it had begun. */
    private Duration fromSilent(NodeProcess first, NodeProcess second, PublishedEpochs epochs)
            throws IOException, InterruptedException {
        epochs.catchUp();
        List<Operation.Describe> papers = new ArrayList<>();
        for (int i = 0; i < BEFORE_SILENCE; i++) {
            papers.add(late("before" + i));
        }
        long silent = System.nanoTime();
        first.signal("STOP");
        // From here on whatever is published is the other's.
        Instant stopped = Instant.now();
        papers.add(late("silent"));
        epochs.await(stopped, LONGEST);
        Duration handOver = Duration.ofNanos(System.nanoTime() - silent);
        await(() -> publishes(second), "No other ranking publishes while the first is silent");
        for (Operation.Describe each : papers) {
            awaitRanked(each);
        }
        first.signal("CONT");
        return handOver;
    }

    private static NodeProcess publishing(List<NodeProcess> rankings) throws IOException, InterruptedException {
        List<NodeProcess> publishing = new ArrayList<>();
        for (NodeProcess each : rankings) {
            if (publishes(each)) {
                publishing.add(each);
            }
        }
        if (publishing.size() != 1) {
            throw new IOException(publishing.size() + " of " + rankings.size() + " instances of the ranking publish");
        }
        return publishing.getFirst();
    }

    /** Submits a paper that is there to be ranked. */
    private Operation.Describe late(String name) throws IOException, InterruptedException {
        Operation.Describe paper = new Operation.Describe(
                "north",
                "s" + seed + "-" + name,
                "Handed Over When One Was " + name,
                List.of("Ada Late"),
                2020,
                null,
                null,
                List.of(),
                false);
        Client client = new Client(0, seed, history, () -> cluster.addresses(Part.INGEST));
        if (!client.say(paper, System.nanoTime() + LONGEST.toNanos())) {
            throw new IOException("Not acknowledged: " + paper.key());
        }
        return paper;
    }

    private void awaitRanked(Operation.Describe paper) throws IOException, InterruptedException {
        Reading gateway = new Reading(cluster.addresses(Part.GATEWAY).getFirst());
        await(() -> gateway.isRanked(paper.key()), "A new paper is not ranked");
    }

    /** Something that may come to be. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Condition condition, String otherwise) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(otherwise);
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    /** It says so; one that does not answer yet does not. */
    private static boolean standsBy(NodeProcess ranking) throws IOException, InterruptedException {
        return Reading.metric(ranking.address(), PUBLISHES) == 0;
    }

    private static boolean publishes(NodeProcess ranking) throws IOException, InterruptedException {
        return Reading.metric(ranking.address(), PUBLISHES) == 1;
    }
}
