package org.citestream.ingest.polling;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.citestream.events.Submission;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of one feed: part after part is read, submitted and acknowledged, and then its checkpoint is stored. What breaks off is
 * tried again; what is not the expected document ends the run. No more than a part's worth of records is held, and of a part
 * that is a stream no more than a few hundred.
 */
final class FeedRun {

    private static final Logger log = LoggerFactory.getLogger(FeedRun.class);
    private static final int TOGETHER = 500;
    private static final int MAX_ATTEMPTS = 3;
    private static final int MAX_RESTARTS = 2;
    private static final int SHOWN = 20;

    private final String feed;
    private final Connector connector;
    private final FeedStates states;
    private final Sink sink;
    private final InstantSource clock;
    private final SourceHttp http;
    private final BooleanSupplier goOn;

    private final Instant startedAt;
    private final TreeMap<String, Long> leftOut = new TreeMap<>();
    private final List<String> rejections = new ArrayList<>();
    private final List<Submission> gathered = new ArrayList<>();
    private long read;
    private long accepted;
    private long rejected;
    private long unchanged;

    /**
     * Prepares a run.
     *
     * @param goOn asked after each part: false where the feed was paused, or the service stops
     */
    FeedRun(
            String feed,
            Connector connector,
            FeedStates states,
            Sink sink,
            InstantSource clock,
            SourceHttp http,
            BooleanSupplier goOn) {
        this.feed = feed;
        this.connector = connector;
        this.states = states;
        this.sink = sink;
        this.clock = clock;
        this.http = http;
        this.goOn = goOn;
        this.startedAt = clock.instant();
    }

    /** How it went so far. */
    synchronized FeedState.LastRun told(@Nullable Instant finishedAt, @Nullable String error) {
        return new FeedState.LastRun(
                startedAt,
                finishedAt,
                read,
                accepted,
                rejected,
                unchanged,
                new TreeMap<>(leftOut),
                List.copyOf(rejections),
                error);
    }

    /**
     * Runs until nothing follows, or until it is not to go on.
     *
     * @return the last checkpoint that was stored
     * @throws IOException if the source cannot be read to its end; what was acknowledged before stands
     */
    Map<String, String> run(Map<String, String> from) throws IOException, InterruptedException {
        Map<String, String> checkpoint = from;
        int attempts = 0;
        int restarts = 0;
        while (true) {
            boolean last;
            try (Part part = connector.next(checkpoint)) {
                last = take(part);
                checkpoint = part.checkpoint();
                attempts = 0;
            } catch (ExpiredCursorException e) {
                if (++restarts > MAX_RESTARTS) {
                    throw e;
                }
                log.info("Feed {}: {}; begins its list again", feed, e.getMessage());
                checkpoint = connector.restarted(checkpoint);
                continue;
            } catch (UnexpectedAnswerException | LaterException e) {
                throw e;
            } catch (IOException e) {
                if (++attempts == MAX_ATTEMPTS) {
                    throw e;
                }
                log.info("Feed {}: {}; tried again", feed, e.getMessage());
                http.backOff(attempts);
                continue;
            }
            states.checkpoint(feed, checkpoint, told(null, null));
            if (last || !goOn.getAsBoolean()) {
                return checkpoint;
            }
        }
    }

    private boolean take(Part part) throws IOException {
        ReadingReport report = new ReadingReport(0, 0, new TreeMap<>(), 0);
        IOException failure = null;
        try {
            report = part.records(this::take);
            flush();
        } catch (IOException e) {
            flush();
            failure = e;
        }
        boolean goesOn = part.settled(report, failure);
        if (failure != null) {
            if (!goesOn) {
                throw failure;
            }
            reject("a file could not be read to its end: " + failure.getMessage());
        }
        settle(report);
        return part.isLast();
    }

    private synchronized void settle(ReadingReport report) {
        read += report.read();
        report.leftOut().forEach((reason, count) -> leftOut.merge(reason, count, Long::sum));
    }

    private void take(Reading reading) {
        switch (reading) {
            case Reading.Refused refused -> {
                String what = "record " + refused.number()
                        + (refused.recordKey() == null ? "" : " (" + refused.recordKey() + ")") + ": "
                        + refused.field() + " " + refused.reason();
                reject(what);
            }
            case Reading.Accepted each -> {
                gathered.add(each.submission());
                if (gathered.size() >= TOGETHER) {
                    flush();
                }
            }
        }
    }

    private synchronized void reject(String what) {
        rejected++;
        log.warn("Feed {}: rejected {}", feed, what);
        rejections.add(what);
        if (rejections.size() > SHOWN) {
            rejections.removeFirst();
        }
    }

    /** Submits what was gathered, and waits until it is acknowledged. */
    private void flush() {
        boolean compare = connector.passesOverUnchanged();
        Map<String, String> said = compare
                ? new HashMap<>(states.said(
                        feed,
                        gathered.stream().map(Submission::recordKey).distinct().toList()))
                : Map.of();
        Map<String, String> now = new HashMap<>();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        long same = 0;
        for (Submission each : gathered) {
            String hash = each.contentHash();
            String before = now.getOrDefault(each.recordKey(), said.get(each.recordKey()));
            if (compare && hash.equals(before)) {
                same++;
            } else {
                waiting.add(sink.add(each));
                now.put(each.recordKey(), hash);
            }
        }
        waiting.forEach(CompletableFuture::join);
        synchronized (this) {
            accepted += waiting.size();
            unchanged += same;
        }
        if (compare) {
            states.remember(feed, now);
        }
        gathered.clear();
    }
}
