package org.citestream.ranking.epoch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes the scores that changed as epochs: the changed scores and the epoch's record are one Kafka transaction, so a reader of what
 * is committed sees all of an epoch or nothing of it. One instance publishes; a second one fences the first, which then
 * stops and says so in its health.
 */
public final class EpochPublisher implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(EpochPublisher.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    /** While records stream in, publishing takes at most this share of the time. */
    private static final int REST_PER_WORK = 3;

    private final RankingState state;
    private final PublishedRanks published;
    private final Supplier<EventWriter> writers;
    private final Duration interval;
    private final InstantSource clock;
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicReference<Double> errorBound = new AtomicReference<>(0.0);
    private final Timer duration;
    private final Counter changed;
    private final Map<Integer, Double> unpublished = new HashMap<>();
    private @Nullable EventWriter writer;
    private @Nullable Thread thread;
    private volatile boolean running;
    private volatile boolean fenced;
    private volatile @Nullable String trouble;
    private boolean first = true;

    public EpochPublisher(
            RankingState state,
            PublishedRanks published,
            Supplier<EventWriter> writers,
            Duration interval,
            InstantSource clock,
            MeterRegistry meters) {
        this.state = state;
        this.published = published;
        this.writers = writers;
        this.interval = interval;
        this.clock = clock;
        this.duration = meters.timer("citestream.ranking.epoch.duration");
        this.changed = meters.counter("citestream.ranking.scores.changed");
        meters.gauge("citestream.ranking.epoch", epoch);
        meters.gauge("citestream.ranking.error.bound", errorBound, AtomicReference::get);
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("epochs").start(this::run);
    }

    private void run() {
        while (running && !fenced) {
            try {
                state.awaitArrival();
                long begin = System.nanoTime();
                state.take().ifPresent(this::publish);
                long work = System.nanoTime() - begin;
                trouble = null;
                TimeUnit.NANOSECONDS.sleep(Math.max(interval.toNanos() - work, REST_PER_WORK * work));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    private void publish(RankingState.Changes changes) {
        unpublished.putAll(changes.scores());
        if (first) {
            // What the topic holds of papers that are gone from the collection is withdrawn.
            published.papers().forEach(paper -> unpublished.putIfAbsent(paper, 0.0));
            first = false;
        }
        long number = published.epoch() + 1;
        List<RankEvent> events = new ArrayList<>();
        unpublished.forEach((paper, score) -> {
            Double wanted = score == 0 ? null : score;
            if (!java.util.Objects.equals(wanted, published.score(paper))) {
                events.add(new RankEvent(paper, number, wanted));
            }
        });
        if (events.isEmpty() && published.covers(changes.inputs())) {
            return;
        }
        duration.record(() -> send(number, events, changes));
    }

    private void send(long number, List<RankEvent> events, RankingState.Changes changes) {
        EventWriter current = writer == null ? writers.get() : writer;
        writer = current;
        current.begin();
        for (RecordMetadata place : current.sendAll(Topics.RANKS, events)) {
            published.reached(place.partition(), place.offset());
        }
        PublishedRanks next = published.with(events);
        // Each published score is off by at most half a quantum of itself.
        double bound = changes.certificate().errorBound() + changes.quantum();
        current.sendAll(
                Topics.RANK_EPOCHS,
                List.of(new RankEpoch(
                        number,
                        next.count(),
                        changes.certificate().citations(),
                        next.sum(),
                        bound,
                        changes.inputs(),
                        published.ends(),
                        clock.instant())));
        current.commit();
        published.published(number, events, changes.inputs());
        unpublished.clear();
        epoch.set(number);
        errorBound.set(bound);
        changed.increment(events.size());
        log.debug("Published epoch {} with {} changed scores", number, events.size());
    }

    private void failed(RuntimeException e) {
        fenced = isFenced(e);
        trouble = e.getMessage();
        EventWriter broken = writer;
        writer = null;
        if (fenced) {
            log.error("Another ranking service publishes now; this one stops publishing");
        } else {
            log.warn("Could not publish an epoch, and tries again: {}", e.getMessage());
            state.putBack();
        }
        if (broken != null) {
            broken.close();
        }
        if (!fenced) {
            try {
                TimeUnit.NANOSECONDS.sleep(AFTER_FAILURE.toNanos());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                running = false;
            }
        }
    }

    private static boolean isFenced(RuntimeException e) {
        Throwable cause = e;
        while (cause != null) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public Health health() {
        if (fenced) {
            return Health.down()
                    .withDetail("reason", "fenced by another instance")
                    .build();
        }
        String reason = trouble;
        Health.Builder health = reason == null ? Health.up() : Health.down().withDetail("reason", reason);
        return health.withDetail("epoch", epoch.get()).build();
    }

    @Override
    public void stop() {
        running = false;
        Optional.ofNullable(thread).ifPresent(Thread::interrupt);
        try {
            if (thread != null) {
                thread.join(5000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer != null) {
            writer.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
