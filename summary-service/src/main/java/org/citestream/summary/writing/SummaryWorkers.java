package org.citestream.summary.writing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.citestream.events.trace.RecordTraces;
import org.citestream.summary.spending.PaidFor;
import org.citestream.summary.work.OpenWork;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkItem;
import org.citestream.summary.work.WorkQueue;
import org.citestream.summary.work.WrittenSummary;
import org.citestream.summary.writing.SummaryPublisher.Found;
import org.citestream.summary.writing.SummaryPublisher.Outcome;
import org.citestream.summary.writing.SummaryRecords.OpenSummary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;

/**
 * Works off the queue of summaries, each on a virtual thread of its own and a bounded number at once. One that has to be tried
 * again goes back to the queue meanwhile, so that it holds no place.
 */
public final class SummaryWorkers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SummaryWorkers.class);
    /** Between two of those that wait for the same thing, so that they do not all come back at once. */
    private static final Duration SPREAD = Duration.ofMillis(20);

    private static final int MOST_DOUBLINGS = 4;

    private static final Duration STORE_RETRY = Duration.ofSeconds(1);

    private final Summariser summariser;
    private final Summariser extractive;
    private final Letters letters;
    private final SummaryProperties properties;
    private final WorkQueue queue;
    private final SummaryPublisher publisher;
    private final SummaryMeter meter;
    private final Backoff backoff;
    private final InstantSource clock;
    private final RecordTraces traces;
    private final Semaphore places;
    private final Tries tries;
    private volatile boolean running;

    SummaryWorkers(
            Summariser summariser,
            Summariser extractive,
            Letters letters,
            SummaryProperties properties,
            WorkQueue queue,
            SummaryPublisher publisher,
            SummaryMeter meter,
            Backoff backoff,
            InstantSource clock,
            RecordTraces traces) {
        this.summariser = summariser;
        this.extractive = extractive;
        this.letters = letters;
        this.properties = properties;
        this.queue = queue;
        this.publisher = publisher;
        this.meter = meter;
        this.backoff = backoff;
        this.clock = clock;
        this.traces = traces;
        this.places = new Semaphore(properties.places(summariser.asksModel()));
        this.tries = new Tries(queue, properties.standInAfter());
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("summaries").start(this::dispatch);
    }

    /** Takes no more work and waits, for a while, for what is in the making. */
    @Override
    public void stop() {
        queue.close();
        try {
            if (!queue.awaitIdle(_ -> true, properties.drain())) {
                log.warn("Stopping before all summaries in the making were there; they will be made again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before the bindings that bring work, and stops after them and before those that take the results. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void dispatch() {
        try {
            while (true) {
                places.acquire();
                List<WorkItem> next = queue.take(1);
                if (next.isEmpty()) {
                    return;
                }
                WorkItem item = next.getFirst();
                Thread.ofVirtual().name("summary-" + item.id()).start(() -> {
                    MDC.put("citestream.paper", Integer.toString(item.id()));
                    try (RecordTraces.Resumed _ = traces.resumed("summarise", item.id(), item.trace())) {
                        PaidFor.paper(item.id(), () -> work(item));
                    } finally {
                        places.release();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also what was given back has to be asked for: its partition may be another's by now. */
    private void work(WorkItem item) {
        if (!publisher.isOurs(item)) {
            done(item);
            return;
        }
        try {
            Found found = publisher.find(item);
            OpenWork open = found.open();
            SummaryState made = found.made();
            if (open == null) {
                done(item);
            } else if (made != null) {
                finish(item, _ -> made);
            } else {
                write(item, new OpenSummary(item.id(), item.key(), open.text(), item.acceptedAt()), open.written());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            queue.later(item, STORE_RETRY);
        } catch (RuntimeException e) {
            log.warn("Paper {} could not be worked on, and is tried again: {}", item.id(), e.toString());
            queue.later(item, STORE_RETRY);
        } catch (Error e) {
            log.error("Paper {} could not be worked on, and is tried again", item.id(), e);
            queue.later(item, STORE_RETRY);
        }
    }

    /**
     * @param kept what a model wrote of it before something came between, or null
     */
    private void write(WorkItem item, OpenSummary open, @Nullable WrittenSummary kept) throws InterruptedException {
        if (kept != null) {
            finish(item, open, kept);
            return;
        }
        WrittenSummary written;
        try {
            written = summariser.summarise(open.text());
        } catch (SummaryFailedException e) {
            failed(item, open, e);
            return;
        } catch (RuntimeException | Error e) {
            log.error("Summarising paper {} broke", item.id(), e);
            String reason = "the summariser broke: " + e;
            failed(
                    item,
                    open,
                    e instanceof Error
                            ? SummaryFailedException.forGood(reason, e)
                            : SummaryFailedException.forNow(reason, e, null));
            return;
        }
        tries.answered();
        if (summariser.asksModel()) {
            persistently(item, () -> publisher.keep(item, written));
        }
        finish(item, open, written);
    }

    private void finish(WorkItem item, OpenSummary open, WrittenSummary written) throws InterruptedException {
        finish(item, before -> SummaryRecords.current(before, open, written, summariser.connection(), clock.instant()));
    }

    private void failed(WorkItem item, OpenSummary open, SummaryFailedException e) throws InterruptedException {
        Duration asked = e.retryAfter();
        if (!e.passing()) {
            refuse(item, open, e);
        } else if (e.isCostly()) {
            giveUp(item, open, e);
        } else if (e.isUnavailable() && asked != null) {
            standIn(item, open, e, asked);
        } else if (asked != null) {
            leaveAlone(item, open, e, asked);
        } else {
            int made = tries.failed(item);
            log.debug("Attempt {} at paper {} failed: {}", made, item.id(), e.getMessage());
            meter.retried();
            // Who was given up before is tried once at a time: each may be paid for.
            if (made < properties.attempts() && tries.rounds(item) == 0) {
                queue.later(item, backoff.after(made));
            } else {
                giveUp(item, open, e);
            }
        }
    }

    /** For a while, each time for longer; for good where others are answered meanwhile again and again. */
    private void giveUp(WorkItem item, OpenSummary open, SummaryFailedException e) throws InterruptedException {
        Tries.Rounds rounds = tries.gaveUp(item);
        if (rounds.alone() >= properties.rounds()) {
            refuse(
                    item,
                    open,
                    SummaryFailedException.forGood(
                                    "given up %d times while others were answered, at last since %s"
                                            .formatted(rounds.all(), reason(e)),
                                    e)
                            .having(e.tokens(), e.cost()));
            return;
        }
        Duration retry = properties.standInRetry().multipliedBy(1L << Math.min(rounds.all() - 1, MOST_DOUBLINGS));
        Duration asked = e.retryAfter();
        standIn(item, open, e, asked == null || asked.compareTo(retry) < 0 ? retry : asked);
    }

    private void leaveAlone(WorkItem item, OpenSummary open, SummaryFailedException e, Duration asked)
            throws InterruptedException {
        Duration wait =
                Collections.max(List.of(backoff.after(1), Collections.min(List.of(asked, properties.longestPause()))));
        meter.retried();
        if (tries.toldToWait(item, clock.instant(), wait).compareTo(properties.standInAfter()) > 0) {
            // The others come by as well, without a call, so that something stands in for each.
            standIn(item, open, e, wait);
        } else {
            log.info("The model asks to be left alone for {} ms", wait.toMillis());
            queue.pause(wait);
            queue.later(item, wait);
        }
    }

    /** The abstract speaks for itself, labelled so, until a model can be asked. */
    private void standIn(WorkItem item, OpenSummary open, SummaryFailedException e, Duration wait)
            throws InterruptedException {
        Optional<WrittenSummary> found = extracted(open);
        if (found.isEmpty()) {
            refuse(item, open, e);
            return;
        }
        WrittenSummary extracted = found.get().paid(e.tokens(), e.cost());
        Outcome standsIn = before ->
                SummaryRecords.standIn(before, open, extracted, summariser.connection(), clock.instant(), reason(e));
        persistently(item, () -> publisher.publish(item, standsIn, false));
        queue.later(item, wait.plus(backoff.within(SPREAD.multipliedBy(queue.size()))));
    }

    /** Asking again can never help: the paper is for an operator to look at. */
    private void refuse(WorkItem item, OpenSummary open, SummaryFailedException e) throws InterruptedException {
        String reason = reason(e);
        log.warn("No model can summarise paper {}: {}", item.id(), reason);
        Optional<WrittenSummary> extracted = extracted(open).map(each -> each.paid(e.tokens(), e.cost()));
        persistently(item, () -> publisher.ifOurs(item, () -> letters.refuse(item, reason)));
        finish(
                item,
                before -> SummaryRecords.refusedForGood(
                        before,
                        open,
                        extracted.orElse(null),
                        summariser.connection(),
                        clock.instant(),
                        reason,
                        item.offset()));
    }

    /** Nothing where its abstract is such that no sentence can be chosen. */
    private Optional<WrittenSummary> extracted(OpenSummary open) throws InterruptedException {
        try {
            return Optional.of(extractive.summarise(open.text()));
        } catch (SummaryFailedException | RuntimeException | Error e) {
            log.error("No sentence of paper {} could be chosen", open.id(), e);
            return Optional.empty();
        }
    }

    private static String reason(SummaryFailedException e) {
        return String.valueOf(e.getMessage());
    }

    private void finish(WorkItem item, Outcome outcome) throws InterruptedException {
        persistently(item, () -> publisher.publish(item, outcome, true));
        done(item);
    }

    /** What was paid for is not let go because the store or the broker is away: it is kept until they are back. */
    private void persistently(WorkItem item, Runnable writes) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                writes.run();
                return;
            } catch (RuntimeException e) {
                log.warn("The summary of paper {} could not be published yet: {}", item.id(), e.toString());
                if (!running) {
                    return;
                }
                Thread.sleep(backoff.after(attempt));
            }
        }
    }

    private void done(WorkItem item) {
        tries.forget(item);
        queue.done(item);
    }

    /** Where what no model can summarise is put. */
    interface Letters {

        /** Puts the record of a paper there. */
        void refuse(WorkItem item, String reason);
    }
}
