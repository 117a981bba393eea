package org.citestream.ranking.epoch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.citestream.events.RankEpoch;
import org.citestream.events.stream.EventWriter;
import org.citestream.pagerank.Certificate;
import org.citestream.ranking.graph.RankedEpoch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes the scores that changed as epochs: the changed scores and the epoch's record are one Kafka transaction, so a reader of what
 * is committed sees all of an epoch or nothing of it. Of several instances one publishes ({@link Leadership}); the others keep their graph up to
 * date and stand by. One that takes over fences the former first, so that two never publish, whatever they believe.
 */
public final class EpochPublisher implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(EpochPublisher.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** While records arrive by the thousand, epochs take one part in so many of the time, so that their readers get on. */
    private static final int TIME_PER_WORK_UNDER_LOAD = 4;

    /** What takes longer to send than this waited for a broker that was away, and is not followed by a rest. */
    private static final Duration LONGEST_SENDING = Duration.ofSeconds(5);

    /** Nobody waits for what an instance converges that stands by. */
    private static final Duration STANDBY_PAUSE = Duration.ofMillis(100);

    private final RankingState state;
    private final PublishedRanks published;
    private final Supplier<EventWriter> writers;
    private final java.util.function.Consumer<PublishedRanks> reader;
    private final Leadership leadership;
    private final CatchingUp catchingUp;
    private final Pace pace;
    private final InstantSource clock;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicReference<Double> errorBound = new AtomicReference<>(0.0);
    private final Timer duration;
    private final Counter changed;
    private final DistributionSummary pushes;
    private volatile Instant lastEpochAt;
    private final AtomicInteger papers = new AtomicInteger();
    private final AtomicLong citations = new AtomicLong();
    private @Nullable EventWriter writer;
    private @Nullable RankedEpoch lastPublished;
    private @Nullable Thread thread;
    private volatile boolean running;
    private volatile @Nullable String trouble;
    private volatile @Nullable String givenUp;

    /**
     * How often epochs are published.
     *
     * @param interval least time between two
     * @param longestCoalescing how long arrivals wait, at most, for others that come by the thousand; longer where an epoch's own work asks for it
     * @param longestStandstill how long an instance that has read less than the last epoch covers waits, at most, without reading anything of it, before it
     *     publishes what it has
     */
    public record Pace(Duration interval, Duration longestCoalescing, Duration longestStandstill) {}

    /**
     * @param state what to publish
     * @param published what is known of what is published; from now on this publisher alone changes it
     * @param writers makes a transactional writer, by which every earlier one is fenced
     * @param reader reads what was published since
     * @param consumers makes a consumer of the group in which the instances choose who publishes
     * @param pace how often
     * @param clock tells the time of an epoch
     * @param meters take the measurements
     */
    public EpochPublisher(
            RankingState state,
            PublishedRanks published,
            Supplier<EventWriter> writers,
            java.util.function.Consumer<PublishedRanks> reader,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Pace pace,
            InstantSource clock,
            MeterRegistry meters) {
        this.state = state;
        this.published = published;
        this.writers = writers;
        this.reader = reader;
        this.leadership = new Leadership(consumers);
        this.catchingUp = new CatchingUp(state, pace.longestStandstill(), meters);
        this.pace = pace;
        this.clock = clock;
        this.duration = Timer.builder("citestream.ranking.epoch.duration")
                .description("from the start of an epoch until it was published, or was not")
                .register(meters);
        this.changed = Counter.builder("citestream.ranking.scores.changed")
                .description("scores that were published")
                .register(meters);
        this.pushes = DistributionSummary.builder("citestream.ranking.pushes")
                .description("pushes that led to an epoch, which is what the updates since the one before have cost")
                .register(meters);
        this.lastEpochAt = clock.instant();
        Gauge.builder(
                        "citestream.ranking.epoch.age",
                        () -> leadership.leads() ? ageOfEpoch().toMillis() / 1000.0 : 0)
                .baseUnit("seconds")
                .description(
                        "since this instance published its last epoch, or since it started; 0 where another one publishes")
                .register(meters);
        Gauge.builder("citestream.ranking.epoch", epoch::get)
                .description("number of the last epoch")
                .register(meters);
        Gauge.builder("citestream.ranking.papers", papers::get)
                .description("papers that the last epoch ranks")
                .register(meters);
        Gauge.builder("citestream.ranking.citations", citations::get)
                .description("citations that count in the last epoch")
                .register(meters);
        Gauge.builder("citestream.ranking.error.bound", errorBound::get)
                .description("certified bound on the L1 error of the last epoch's PageRank")
                .register(meters);
        Gauge.builder("citestream.ranking.unpublished.age", () -> leadership.leads() ? state.secondsUnpublished() : 0)
                .baseUnit("seconds")
                .description("age of the oldest arrival that no epoch covers yet; 0 where another instance publishes")
                .register(meters);
        Gauge.builder("citestream.ranking.publishes", () -> leadership.leads() ? 1 : 0)
                .description("1 on the instance that publishes, 0 on those that stand by")
                .register(meters);
    }

    private Duration ageOfEpoch() {
        return Duration.between(lastEpochAt, clock.instant());
    }

    @Override
    public void start() {
        running = true;
        leadership.start();
        thread = Thread.ofPlatform().name("epochs").start(this::run);
    }

    private void run() {
        long work = 0;
        while (running) {
            try {
                if (!leadership.leads()) {
                    standBy();
                }
                state.awaitArrival();
                state.awaitCalm(Duration.ofNanos(
                        Math.max(pace.longestCoalescing().toNanos(), TIME_PER_WORK_UNDER_LOAD * work)));
                if (!leadership.leads()) {
                    continue;
                }
                EventWriter current = writer == null ? takeOver() : writer;
                if (!catchingUp.await(published.inputs(), leadership::leads)) {
                    continue;
                }
                long begin = System.nanoTime();
                Optional<RankingState.Taken> taken = state.take();
                long solved = System.nanoTime();
                if (taken.isPresent()) {
                    publish(current, taken.get());
                    state.published();
                }
                work = solved - begin + Math.min(System.nanoTime() - solved, LONGEST_SENDING.toNanos());
                trouble = null;
                // At most half of the time is spent on epochs, however large the graph.
                TimeUnit.NANOSECONDS.sleep(Math.max(pace.interval().toNanos() - work, work));
            } catch (InterruptedException | InterruptException e) {
                return;
            } catch (RuntimeException e) {
                failed(e);
            } catch (Error e) {
                giveUp(e);
                throw e;
            }
        }
    }

    /** Such as for want of memory. Another instance may have it, and takes over. */
    private void giveUp(Error why) {
        givenUp = why.toString();
        log.error("Publishes nothing any more", why);
        closeWriter();
        try {
            leadership.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Another instance publishes: what this one published last is no longer what is published last. The graph converges as it would here, so that
     * its lists are compacted, a snapshot holds scores that need no more work, and a takeover has to converge only what came last.
     */
    private void standBy() throws InterruptedException {
        closeWriter();
        lastPublished = null;
        published.show(null);
        long pause = 0;
        while (!leadership.await(Duration.ofNanos(pause))) {
            long begin = System.nanoTime();
            state.keepUp();
            long work = System.nanoTime() - begin;
            pause = Math.max(
                    Math.max(pace.interval().toNanos(), STANDBY_PAUSE.toNanos()), TIME_PER_WORK_UNDER_LOAD * work);
        }
        state.putBack();
    }

    private void closeWriter() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    /** Fences any other instance first, so that nothing is published after what is published has been read. */
    private EventWriter takeOver() {
        EventWriter next = writers.get();
        try {
            reader.accept(published);
        } catch (RuntimeException e) {
            next.close();
            throw e;
        }
        writer = next;
        lastPublished = null;
        epoch.set(published.epoch());
        return next;
    }

    private void publish(EventWriter current, RankingState.Taken taken) {
        Sending sending = new Sending(current, published);
        long begin = System.nanoTime();
        try {
            Changes changes = lastPublished == null
                    ? Changes.all(taken.ranks(), published)
                    : Changes.since(lastPublished, taken.ranks(), published);
            changes.each(sending::add);
            if (sending.count() > 0 || !published.covers(taken.inputs())) {
                commit(sending, taken, changes);
            } else {
                published.show(taken.ranks());
            }
        } finally {
            if (sending.hasBegun()) {
                duration.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
            }
        }
        lastPublished = taken.ranks();
        pushes.record(taken.ranks().pushes());
    }

    private void commit(Sending sending, RankingState.Taken taken, Changes changes) {
        sending.flush();
        PublishedRanks.Totals totals = sending.totals();
        Certificate certificate = taken.ranks().certificate();
        // A score is rounded to the nearest step, which moves the distribution by at most a step, its sum included.
        double bound = certificate.errorBound() + taken.ranks().quantum();
        RankEpoch record = new RankEpoch(
                sending.epoch(),
                totals.count(),
                certificate.citations(),
                totals.exactSum(),
                bound,
                taken.inputs(),
                sending.ends(),
                clock.instant());
        RecordMetadata at = sending.commit(record);
        published.published(changes::each, record, taken.ranks(), at.partition(), at.offset());
        epoch.set(record.epoch());
        lastEpochAt = record.time();
        papers.set(record.papers());
        citations.set(record.citations());
        errorBound.set(bound);
        changed.increment(sending.count());
        log.debug("Published epoch {} with {} changed scores", record.epoch(), sending.count());
    }

    private void failed(RuntimeException e) {
        boolean fenced = isFenced(e) || !abort();
        trouble = fenced ? "fenced by another instance" : reason(e);
        if (fenced) {
            log.warn("Another instance publishes now");
            closeWriter();
        } else {
            log.warn("Could not publish an epoch, and tries again: {}", reason(e));
        }
        state.putBack();
        try {
            TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
        } catch (InterruptedException interrupted) {
            running = false;
        }
    }

    /**
     * Takes the epoch back, or learns that another instance has taken over. Where neither can be known, what is published is
     * read again.
     *
     * @return whether this instance may go on
     */
    private boolean abort() {
        EventWriter broken = writer;
        if (broken == null) {
            return true;
        }
        try {
            broken.abort();
            return true;
        } catch (RuntimeException e) {
            broken.close();
            writer = null;
            return !isFenced(e);
        }
    }

    private static boolean isFenced(RuntimeException e) {
        Throwable cause = e;
        while (cause != null) {
            if (cause instanceof ProducerFencedException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public Health health() {
        String why = givenUp;
        if (why != null) {
            return Health.down().withDetail("reason", why).build();
        }
        if (!leadership.leads()) {
            String excluded = leadership.trouble();
            return (excluded == null ? Health.up() : Health.down().withDetail("reason", excluded))
                    .withDetail("role", "stands by")
                    .build();
        }
        long behind = catchingUp.behind();
        if (behind > 0) {
            return Health.up()
                    .withDetail("role", "catches up")
                    .withDetail("behind", behind)
                    .build();
        }
        String reason = trouble;
        Health.Builder health = reason == null ? Health.up() : Health.down().withDetail("reason", reason);
        return health.withDetail("role", "publishes")
                .withDetail("epoch", epoch.get())
                .build();
    }

    @Override
    public void stop() {
        running = false;
        Optional.ofNullable(thread).ifPresent(Thread::interrupt);
        try {
            if (thread != null) {
                thread.join(5000);
            }
            // The writer first, so that an epoch is whole or taken back when the next instance looks.
            closeWriter();
            leadership.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Some failures of the producer have no words of their own. */
    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
