package org.citestream.ingest.polling;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.citestream.events.stream.Transience;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/** Runs each feed on its schedule, on a thread of its own. Of several instances of the service one runs a feed at a time. */
final class Feeds implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Feeds.class);
    /** The field of a structured log that has the name of the feed, on all that its threads say. */
    private static final String IN_LOG = "citestream.feed";

    /** How long each feed has to come to an end when the service stops. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final Duration HELD = Duration.ofMinutes(5);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(5);
    /** Until what cannot be asked yet is looked at again. */
    private static final Duration SOON = Duration.ofMinutes(5);
    /** However long a source wants to be left alone. */
    private static final Duration LONGEST_ABSENCE = Duration.ofDays(7);

    private final Map<String, FeedSettings> settings;
    private final Connectors connectors;
    private final FeedStates states;
    private final Sink sink;
    private final InstantSource clock;
    private final FeedMeters figures;
    private final String instance = UUID.randomUUID().toString();
    private final Map<String, Semaphore> wakes = new ConcurrentHashMap<>();
    private final Map<String, Thread> threads = new LinkedHashMap<>();
    private final Map<String, FeedRun> underWay = new ConcurrentHashMap<>();
    private volatile boolean running;

    Feeds(
            Map<String, FeedSettings> settings,
            Connectors connectors,
            FeedStates states,
            Sink sink,
            InstantSource clock,
            MeterRegistry meters) {
        this.settings = Map.copyOf(settings);
        this.connectors = connectors;
        this.states = states;
        this.sink = sink;
        this.clock = clock;
        this.figures = new FeedMeters(states, underWay::get, clock, meters);
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        running = true;
        settings.forEach((name, feed) -> {
            wakes.put(name, new Semaphore(0));
            String obstacle = connectors.obstacle(feed);
            figures.of(name, feed, obstacle != null);
            if (obstacle != null) {
                log.warn("The feed {} is not run: {}", name, obstacle);
                return;
            }
            threads.put(name, Thread.ofVirtual().name("feed-" + name).start(() -> {
                MDC.put(IN_LOG, name);
                loop(name, feed);
            }));
        });
    }

    /** The feeds in the order of their names, with how they stand. */
    Map<String, FeedSettings> all() {
        return new TreeMap<>(settings);
    }

    FeedState state(String feed) {
        FeedState state = states.of(feed);
        FeedRun run = underWay.get(feed);
        return run == null
                ? state
                : new FeedState(
                        state.paused(),
                        state.checkpoint(),
                        run.told(null, null),
                        state.lastSuccess(),
                        state.nextRun(),
                        state.failures(),
                        state.restarts(),
                        state.confirmed());
    }

    /** What keeps a feed from being run, or null. */
    @Nullable
    String obstacle(String feed) {
        FeedSettings found = settings.get(feed);
        return found == null ? null : connectors.obstacle(found);
    }

    boolean knows(String feed) {
        return settings.containsKey(feed);
    }

    void runNow(String feed) {
        states.next(feed, clock.instant());
        wake(feed);
    }

    /** Forgets from where the feed goes on and what its records said, and runs it from the beginning; a run that is under way ends. */
    void restart(String feed) {
        states.restart(feed, clock.instant());
        wake(feed);
    }

    /** Lets the next run take back what the source no longer tells, however much it is, and runs it. */
    void confirm(String feed) {
        states.confirm(feed);
        runNow(feed);
    }

    void pause(String feed, boolean paused) {
        states.pause(feed, paused);
        wake(feed);
    }

    private void wake(String feed) {
        Semaphore wake = wakes.get(feed);
        if (wake != null) {
            wake.release();
        }
    }

    private void loop(String name, FeedSettings feed) {
        SourceHttp http = null;
        Connector connector = null;
        while (running) {
            try {
                if (http == null || connector == null) {
                    http = connectors.http(feed);
                    connector = connectors.of(name, feed, http);
                }
                Duration wait = due(name, feed);
                if (wait.isPositive()) {
                    Semaphore wake = wakes.get(name);
                    if (wake != null
                            && wake.tryAcquire(Math.min(wait.toMillis(), LOOK.toMillis()), TimeUnit.MILLISECONDS)) {
                        wake.drainPermits();
                    }
                } else if (states.hold(
                        name, instance, clock.instant(), clock.instant().plus(HELD))) {
                    Thread holding = Thread.ofVirtual().name("hold-" + name).start(() -> {
                        MDC.put(IN_LOG, name);
                        keepHold(name);
                    });
                    try {
                        runOnce(name, feed, connector, http);
                    } finally {
                        holding.interrupt();
                        states.release(name, instance);
                    }
                } else {
                    Thread.sleep(LOOK);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                if (!running) {
                    return;
                }
                // Database or broker are away, or the memory is full: the feed goes on when that has passed.
                log.warn("The feed {} waits: {}", name, e.toString());
                if (!sleep(LOOK)) {
                    return;
                }
            }
        }
    }

    /** A part may take longer than a hold lasts. */
    private void keepHold(String name) {
        while (sleep(HELD.dividedBy(4))) {
            try {
                if (!states.hold(
                        name, instance, clock.instant(), clock.instant().plus(HELD))) {
                    return; // it is found out at the end of the part
                }
            } catch (RuntimeException e) {
                log.warn("The hold on the feed {} was not renewed: {}", name, e.toString());
            }
        }
    }

    private static boolean sleep(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How long until it is to be run. */
    private Duration due(String name, FeedSettings feed) {
        FeedState state = states.of(name);
        if (state.paused()) {
            return LOOK;
        }
        // It may have been run by hand while it was to be run in no other way.
        boolean isTold = state.nextRun() != null && !(feed.every() != null && FeedState.NEVER.equals(state.nextRun()));
        if (isTold) {
            return Duration.between(clock.instant(), state.nextRun());
        }
        return feed.every() == null ? LOOK : Duration.ZERO;
    }

    private void runOnce(String name, FeedSettings feed, Connector connector, SourceHttp http)
            throws InterruptedException {
        FeedState before = states.of(name);
        Checkpoints checkpoints = new Checkpoints(name, states, connectors.request(feed), before);
        FeedRun run = new FeedRun(name, connector, checkpoints, sink, clock, http, () -> goesOn(name));
        underWay.put(name, run);
        Instant startedAt = clock.instant();
        try {
            FeedRun.End end = run.run(checkpoints.from(before.checkpoint()));
            if (end.whole()) {
                succeeded(name, feed, before, startedAt, run, end, checkpoints.marked(end.checkpoint()));
            } else {
                broughtToAHalt(name, before, run, checkpoints.marked(end.checkpoint()));
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (LaterException e) {
            Instant latest = clock.instant().plus(LONGEST_ABSENCE);
            failed(name, feed, before, run, e.getMessage(), e.at().isAfter(latest) ? latest : e.at());
        } catch (IOException | CompletionException e) {
            failed(name, feed, before, run, String.valueOf(e.getMessage()), retryAfter(feed, before));
        } catch (RuntimeException | Error e) {
            if (e instanceof RuntimeException passing && Transience.passes(passing)) {
                throw e;
            }
            log.error("The feed {} met an error of ours", name, e);
            failed(
                    name,
                    feed,
                    before,
                    run,
                    e.getClass().getSimpleName() + ", an error of ours",
                    retryAfter(feed, before));
        } finally {
            underWay.remove(name);
        }
    }

    private @Nullable Instant retryAfter(FeedSettings feed, FeedState before) {
        if (feed.every() == null) {
            return null;
        }
        Duration retry = FIRST_RETRY.multipliedBy(1L << Math.min(before.failures(), 6));
        return clock.instant().plus(feed.every().compareTo(retry) < 0 ? feed.every() : retry);
    }

    private void succeeded(
            String name,
            FeedSettings feed,
            FeedState before,
            Instant startedAt,
            FeedRun run,
            FeedRun.End end,
            Map<String, String> checkpoint) {
        Instant now = clock.instant();
        FeedState.LastRun told = run.told(now, run.broken());
        Instant next = nextAfter(feed, startedAt, now);
        if (end.nothingToAsk() && next.isAfter(now.plus(SOON))) {
            next = now.plus(SOON);
        }
        boolean complete = run.broken() == null;
        states.finished(
                name,
                new FeedState(
                        false,
                        checkpoint,
                        told,
                        startedAt,
                        askedMeanwhile(name, before).orElse(next),
                        0,
                        before.restarts(),
                        isConfirmed(name, before, complete)));
        figures.finished(name, told, complete ? FeedMeters.Outcome.SUCCEEDED : FeedMeters.Outcome.INCOMPLETE);
    }

    /** When somebody wants another run since this one began. */
    private Optional<Instant> askedMeanwhile(String name, FeedState before) {
        return Optional.ofNullable(states.of(name).nextRun()).filter(asked -> !asked.equals(before.nextRun()));
    }

    /** Whether the next run is confirmed: since this one began, or by what this one did not use up. */
    private boolean isConfirmed(String name, FeedState before, boolean usedUp) {
        return before.confirmed() ? !usedUp : states.of(name).confirmed();
    }

    /** It was paused, and goes on from where it is as soon as it is resumed; or another instance has it, or this one stops: then nothing is said. */
    private void broughtToAHalt(String name, FeedState before, FeedRun run, Map<String, String> checkpoint) {
        if (!running || !states.of(name).paused()) {
            return;
        }
        Instant now = clock.instant();
        FeedState.LastRun told = run.told(now, null);
        states.finished(
                name,
                new FeedState(
                        true,
                        checkpoint,
                        told,
                        before.lastSuccess(),
                        now,
                        before.failures(),
                        before.restarts(),
                        isConfirmed(name, before, false)));
        figures.finished(name, told, FeedMeters.Outcome.PAUSED);
    }

    private static Instant nextAfter(FeedSettings feed, Instant startedAt, Instant now) {
        if (feed.every() == null) {
            return FeedState.NEVER;
        }
        Instant next = startedAt.plus(feed.every());
        return next.isBefore(now) ? now : next;
    }

    private void failed(
            String name,
            FeedSettings feed,
            FeedState before,
            FeedRun run,
            @Nullable String message,
            @Nullable Instant next) {
        FeedState stored = states.of(name);
        // Some sources repeat in their answer what they were asked with.
        String why = message == null || feed.apiKey() == null ? message : message.replace(feed.apiKey(), "[key]");
        FeedState.LastRun told = run.told(clock.instant(), why);
        states.finished(
                name,
                new FeedState(
                        false,
                        stored.checkpoint(),
                        told,
                        before.lastSuccess(),
                        askedMeanwhile(name, before).orElse(next == null ? FeedState.NEVER : next),
                        before.failures() + 1,
                        before.restarts(),
                        isConfirmed(name, before, false)));
        figures.finished(name, told, FeedMeters.Outcome.FAILED);
        log.error("The feed {} stopped: {}. It goes on from its checkpoint {}", name, why, stored.checkpoint());
    }

    private boolean goesOn(String name) {
        Instant now = clock.instant();
        return running && !states.of(name).paused() && states.hold(name, instance, now, now.plus(HELD));
    }

    @Override
    public void start() {
        // begins when the application is ready
    }

    @Override
    public void stop() {
        running = false;
        threads.values().forEach(Thread::interrupt);
        for (Thread thread : threads.values()) {
            try {
                thread.join(LONGEST_STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
