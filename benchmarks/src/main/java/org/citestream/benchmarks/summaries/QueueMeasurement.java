package org.citestream.benchmarks.summaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.generated.GeneratedAbstracts;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.events.PaperEvent;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Summaries a second from a model that takes two seconds for each, 64 at once, by a summary service in a process of its own; once as
 * it is, and once while one call takes a minute. The reference is what 64 calls of two seconds can give. A rate is that of a whole
 * number of rounds, so many answers as there are free places each, since calls that begin together end together: a window of time
 * would count one round more or less.
 *
 * <p>Processor time is that of the service's process, in which nothing else is done: broker, store and model are in this one. Before,
 * a model that answers at once is asked for summaries until the compilers have little left to do; what their threads still take is told
 * apart, and so is what the process takes when there is nothing to do. It is read when what was answered is in the topic of summaries,
 * so that nothing is left over for what is measured next.
 */
public final class QueueMeasurement implements Measurement {

    private static final int AT_ONCE = 64;
    private static final int PARTITIONS = 4;
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration SLOW_ANSWER = Duration.ofSeconds(60);
    private static final int WARM_PAPERS = 3000;
    private static final int MOST_WARM_ROUNDS = 15;
    private static final double COMPILED = 0.1;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(120);
    private static final int SETTLE_SECONDS = 10;
    /** Of two seconds each, so that they end before the long call does. */
    private static final int ROUNDS = 24;

    private static final int PAPERS = AT_ONCE * (2 * ROUNDS + 8 + SETTLE_SECONDS / 2);
    private static final String SLOW = "Slowest";
    /** Of what the model's answer speaks, so that it stands for each paper and none is asked for twice. */
    private static final String ABOUT = " on plan, cost and memory of a transaction log";

    private final GeneratedAbstracts abstracts = new GeneratedAbstracts();
    private int published;

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public String measures() {
        return "summaries per second with a slow model, and their processor time";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Path work = Files.createTempDirectory("citestream-queue");
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka"));
                EmbeddedStore store = EmbeddedStore.inMemory();
                SlowModel model = new SlowModel(SLOW, SLOW_ANSWER);
                SummaryProcess service = SummaryProcess.start(
                        broker,
                        store,
                        work.resolve("summary.log"),
                        "--citestream.stream.partitions=" + PARTITIONS,
                        "--citestream.summary.model.name=slow",
                        "--citestream.summary.model.base-url=" + model.url(),
                        "--citestream.summary.model.timeout=120s",
                        "--citestream.summary.model.input-price=1",
                        "--citestream.summary.model.output-price=1",
                        "--citestream.summary.concurrency=" + AT_ONCE,
                        "--citestream.embeddings.enabled=false");
                PublishedSummaries summaries = new PublishedSummaries(broker)) {
            Used fast = warm(broker, summaries, service);
            Used idle = idle(service);
            model.takes(ANSWER);
            publish(broker, PAPERS);
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            Window plain = window(model, summaries, service, AT_ONCE);
            GeneratedAbstracts.publish(broker, List.of(abstracts.paper(++published, 2030, SLOW + ABOUT)), PARTITIONS);
            model.awaitSlowCall();
            Window beside = window(model, summaries, service, AT_ONCE - 1);
            return rows(fast, idle, plain, beside);
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private static List<Row> rows(Used fast, Used idle, Window plain, Window beside) {
        double possible = AT_ONCE / (ANSWER.toMillis() / 1e3);
        double change = Math.abs(1 - beside.rate() / plain.rate()) * 100;
        double processor = plain.used().own();
        return List.of(
                Row.atLeast("queue: 64 at once, 2 s each", plain.rate(), "calls/s", possible, 0.95),
                new Row(
                        "queue: the same beside a call of 60 s",
                        beside.rate(),
                        "calls/s",
                        plain.rate(),
                        beside.rate() / plain.rate(),
                        "changes < 2 %",
                        change < 2),
                new Row(
                        "queue: the service's own work for a summary",
                        processor,
                        "ms of CPU",
                        null,
                        null,
                        "< 2",
                        processor < 2),
                Row.of("queue: the same, with the compilers", plain.used().all(), "ms of CPU"),
                Row.of("queue: the same beside a call of 60 s", beside.used().own(), "ms of CPU"),
                Row.of("queue: the same, from a model that answers at once", fast.own(), "ms of CPU"),
                Row.of("queue: a second of waiting for papers", idle.own(), "ms of CPU"),
                Row.of("queue: summaries before, to be compiled", fast.count(), "summaries"));
    }

    /** Gives the processor time of the last round. */
    private Used warm(EmbeddedBroker broker, PublishedSummaries summaries, SummaryProcess service) throws Exception {
        for (int round = 1; ; round++) {
            Clock before = Clock.of(service);
            publish(broker, WARM_PAPERS);
            summaries.await(published, LONGEST_WAIT);
            Used used = before.until(Clock.of(service), WARM_PAPERS);
            System.err.printf("warming up, round %d: %s%n", round, used);
            if (used.all() - used.own() < COMPILED * used.all() || round == MOST_WARM_ROUNDS) {
                return new Used(used.own(), used.all(), published);
            }
        }
    }

    private static Used idle(SummaryProcess service) throws Exception {
        TimeUnit.SECONDS.sleep(1);
        Clock before = Clock.of(service);
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        return before.until(Clock.of(service), SETTLE_SECONDS);
    }

    private void publish(EmbeddedBroker broker, int count) {
        List<PaperEvent> papers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            papers.add(abstracts.paper(++published, 2000, "Paper " + published + ABOUT));
        }
        GeneratedAbstracts.publish(broker, papers, PARTITIONS);
    }

    private static Window window(SlowModel model, PublishedSummaries summaries, SummaryProcess service, int places)
            throws Exception {
        int there = summaries.count();
        Clock before = Clock.of(service);
        int first = model.answered();
        int last = first + places * ROUNDS;
        model.awaitAnswers(last + 1, LONGEST_WAIT);
        double seconds = (model.answeredAt(last) - model.answeredAt(first)) / 1e9;
        // The round that has begun to end as well: between two of them all that was answered is out.
        int made = summaries.await(there + places * (ROUNDS + 1), LONGEST_WAIT) - there;
        return new Window(places * ROUNDS / seconds, before.until(Clock.of(service), made));
    }

    private record Window(double rate, Used used) {}

    /**
     * Processor time for each of several.
     *
     * @param own milliseconds of all threads but those of the compilers
     * @param all milliseconds of all threads
     * @param count of how many
     */
    private record Used(double own, double all, int count) {}

    /** Seconds of processor time until a moment. */
    private record Clock(double all, double compilers) {

        static Clock of(SummaryProcess service) throws IOException {
            return new Clock(
                    service.processorSeconds(),
                    service.processorSeconds(name -> name.startsWith("C1 Comp") || name.startsWith("C2 Comp")));
        }

        Used until(Clock later, int count) {
            double millis = (later.all - all) * 1e3 / count;
            double ofCompilers = (later.compilers - compilers) * 1e3 / count;
            return new Used(Double.isNaN(ofCompilers) ? millis : millis - ofCompilers, millis, count);
        }
    }
}
