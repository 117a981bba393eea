package org.citestream.summary.writing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Status;
import org.citestream.events.Topics;
import org.citestream.events.stream.BridgeWriter;
import org.citestream.summary.work.OpenWork;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkItem;
import org.citestream.summary.work.WorkKind;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.work.WorkQueue;
import org.citestream.summary.writing.SummaryRecords.OpenSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Works off the queue of summaries, each on a virtual thread of its own and a bounded number at once. One that has to be tried
 * again goes back to the queue meanwhile, so that it holds no place. A result is made durable, then sent, then its open work is
 * deleted; a crash in between leads to the same record again, and to no further call.
 */
public final class SummaryWorkers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SummaryWorkers.class);
    private static final Duration STORE_RETRY = Duration.ofSeconds(1);

    private final Summariser summariser;
    private final SummaryProperties properties;
    private final WorkQueue queue;
    private final WorkList workList;
    private final Ownership ownership;
    private final BridgeWriter writer;
    private final SummaryMeter meter;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Semaphore places;
    private final Map<WorkItem, Integer> attempts = new ConcurrentHashMap<>();
    private volatile boolean running;

    SummaryWorkers(
            Summariser summariser,
            SummaryProperties properties,
            WorkQueue queue,
            WorkList workList,
            Ownership ownership,
            BridgeWriter writer,
            SummaryMeter meter,
            Backoff backoff,
            InstantSource clock) {
        this.summariser = summariser;
        this.properties = properties;
        this.queue = queue;
        this.workList = workList;
        this.ownership = ownership;
        this.writer = writer;
        this.meter = meter;
        this.backoff = backoff;
        this.clock = clock;
        this.places = new Semaphore(properties.concurrency());
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
                    try {
                        work(item);
                    } finally {
                        places.release();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(WorkItem item) {
        try {
            OpenWork open = workList.read(WorkKind.SUMMARY, List.of(item.id())).get(item.id());
            if (open == null || !open.item().key().equals(item.key())) {
                done(item);
                return;
            }
            SummaryState made = workList.find(List.of(item.id()))
                    .getOrDefault(item.id(), Progress.NONE)
                    .summary();
            if (made != null && answers(made, item)) {
                finish(item, _ -> made);
            } else {
                write(item, new OpenSummary(item.id(), item.key(), open.text(), item.acceptedAt()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            queue.later(item, STORE_RETRY);
        } catch (RuntimeException e) {
            log.warn("Paper {} could not be worked on, and is tried again: {}", item.id(), e.toString());
            queue.later(item, STORE_RETRY);
        }
    }

    private boolean answers(SummaryState made, WorkItem item) {
        Status status = made.event().status();
        return made.key().equals(item.key())
                && (status == Status.CURRENT
                        || (status == Status.FAILED && made.connection().equals(summariser.connection())));
    }

    private void write(WorkItem item, OpenSummary open) throws InterruptedException {
        try {
            WrittenSummary written = summariser.summarise(open.text());
            finish(
                    item,
                    before -> SummaryRecords.current(before, open, written, summariser.connection(), clock.instant()));
        } catch (SummaryFailedException e) {
            failed(item, open, e);
        } catch (RuntimeException e) {
            log.error("Summarising paper {} broke", item.id(), e);
            failed(item, open, SummaryFailedException.forNow("the summariser broke: " + e, e, null));
        }
    }

    private void failed(WorkItem item, OpenSummary open, SummaryFailedException e) throws InterruptedException {
        Duration asked = e.retryAfter();
        if (e.passing() && asked != null) {
            Duration wait = Collections.max(
                    List.of(backoff.after(1), Collections.min(List.of(asked, properties.longestPause()))));
            log.info("The model asks to be left alone for {} ms", wait.toMillis());
            queue.pause(wait);
            meter.retried();
            queue.later(item, wait);
            return;
        }
        int made = attempts.merge(item, 1, Integer::sum);
        if (e.passing() && made < properties.attempts()) {
            log.debug("Attempt {} at paper {} failed: {}", made, item.id(), e.getMessage());
            meter.retried();
            queue.later(item, backoff.after(made));
            return;
        }
        String reason = String.valueOf(e.getMessage());
        log.warn("Paper {} gets no summary after {} attempts: {}", item.id(), made, reason);
        finish(item, before -> SummaryRecords.failed(before, open, summariser.connection(), reason));
    }

    /** What was paid for is not let go because the store or the broker is away: it is kept until they are back. */
    private void finish(WorkItem item, Outcome outcome) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                ownership.sharing(() -> publish(item, outcome));
                done(item);
                return;
            } catch (RuntimeException e) {
                log.warn("The summary of paper {} could not be published yet: {}", item.id(), e.toString());
                if (!running) {
                    done(item);
                    return;
                }
                Thread.sleep(backoff.after(attempt));
            }
        }
    }

    private void publish(WorkItem item, Outcome outcome) {
        if (!queue.isCurrent(item) || !ownership.owns(item.partition())) {
            return;
        }
        Progress before = workList.find(List.of(item.id())).getOrDefault(item.id(), Progress.NONE);
        SummaryState recorded = before.summary();
        SummaryState state = recorded != null && answers(recorded, item) ? recorded : outcome.after(before);
        workList.recordSummaries(List.of(state));
        SummaryEvent event = state.event();
        writer.send(Topics.SUMMARIES, event);
        workList.close(WorkKind.SUMMARY, List.of(item.id()));
        meter.published(event);
    }

    private void done(WorkItem item) {
        attempts.remove(item);
        queue.done(item);
    }

    private interface Outcome {
        SummaryState after(Progress before);
    }
}
