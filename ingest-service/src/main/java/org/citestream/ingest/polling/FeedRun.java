package org.citestream.ingest.polling;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.citestream.events.ContentHash;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.feed.ReadingCounts;
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

    /** How an error ends that an operator can answer by a confirmation. */
    static final String TO_CONFIRM = ": that is too many to take them back unasked. Confirm the feed if that is right";

    private static final Logger log = LoggerFactory.getLogger(FeedRun.class);
    private static final int TOGETHER = 500;
    private static final int MAX_ATTEMPTS = 3;
    private static final int MAX_RESTARTS = 2;
    private static final int SHOWN = 20;
    /** How many records may be gone unasked; of many, one in a hundred. An operator confirms what is more. */
    private static final int MOST_GONE = 10;

    private final String feed;
    private final Connector connector;
    private final Checkpoints checkpoints;
    private final Sink sink;
    private final InstantSource clock;
    private final SourceHttp http;
    private final BooleanSupplier goOn;

    private final Instant startedAt;
    private final TreeMap<String, Long> leftOut = new TreeMap<>();
    private final List<String> rejections = new ArrayList<>();
    private final List<Submission> gathered = new ArrayList<>();
    /** Whether some of what is gathered leaves out what its source tells in another form. */
    private boolean excerpts;

    /** Hashes of the keys of all records, where the source tells all that it has: eight bytes for each, however long the list is. */
    private final LongOpenHashSet told = new LongOpenHashSet();

    private long read;
    private long accepted;
    private long rejected;
    private long unchanged;
    private @Nullable String broken;
    private volatile Instant cameFurtherAt;

    /**
     * Prepares a run.
     *
     * @param goOn asked after each part: false where the feed was paused, or the service stops
     */
    FeedRun(
            String feed,
            Connector connector,
            Checkpoints checkpoints,
            Sink sink,
            InstantSource clock,
            SourceHttp http,
            BooleanSupplier goOn) {
        this.feed = feed;
        this.connector = connector;
        this.checkpoints = checkpoints;
        this.sink = sink;
        this.clock = clock;
        this.http = http;
        this.goOn = goOn;
        this.startedAt = clock.instant();
        this.cameFurtherAt = startedAt;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** When it last read a record or came to the end of a part. */
    Instant cameFurtherAt() {
        return cameFurtherAt;
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
     * How a run ended.
     *
     * @param checkpoint the last that was stored
     * @param whole whether nothing follows; false where it was not to go on
     * @param nothingToAsk whether there is nothing yet that the source could be asked
     */
    record End(Map<String, String> checkpoint, boolean whole, boolean nothingToAsk) {}

    /**
     * Runs until nothing follows, or until it is not to go on.
     *
     * @throws IOException if the source cannot be read to its end; what was acknowledged before stands
     */
    End run(Map<String, String> from) throws IOException, InterruptedException {
        Map<String, String> checkpoint = from;
        int attempts = 0;
        int restarts = 0;
        while (true) {
            boolean last;
            boolean nothingToAsk;
            sink.awaitRoom();
            try (Part part = connector.next(checkpoint)) {
                last = take(part);
                // What is to be looked at again by somebody is read again.
                checkpoint = last && !withdrawWhatIsGone() ? from : part.checkpoint();
                nothingToAsk = part.nothingToAsk();
                attempts = 0;
            } catch (StoppedException e) {
                throw e.cause;
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
            cameFurtherAt = clock.instant();
            boolean stored = checkpoints.store(checkpoint, told(null, null));
            if (last && stored) {
                return new End(checkpoint, true, nothingToAsk);
            }
            if (!stored || !goOn.getAsBoolean()) {
                return new End(checkpoint, false, false);
            }
        }
    }

    private boolean take(Part part) throws IOException {
        Receiver receiver = new Receiver();
        IOException failure = null;
        try {
            part.records(receiver);
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | StackOverflowError e) {
            if (receiver.handing) {
                throw e;
            }
            failure = new IOException("the reader loses its way: " + e, e);
        }
        flush();
        ReadingReport report = receiver.counts.report();
        boolean goesOn = part.settled(report, failure);
        settle(report);
        if (failure != null && !part.isUnfinished()) {
            if (!goesOn) {
                throw failure;
            }
            broken = part + " could not be read to its end: " + failure.getMessage();
            reject(broken);
        }
        return part.isLast();
    }

    /** The run was interrupted where it may not say so. */
    private static final class StoppedException extends RuntimeException {

        private final transient InterruptedException cause;

        StoppedException(InterruptedException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    /** Counts what is read, and tells the failures of the receiver from those of the reader. */
    private final class Receiver implements Consumer<Reading> {

        private final ReadingCounts counts = new ReadingCounts();
        private boolean handing;

        @Override
        public void accept(Reading reading) {
            counts.add(reading);
            cameFurtherAt = clock.instant();
            handing = true;
            take(reading);
            handing = false;
        }
    }

    /** What of the run could not be read to its end while the run went on, in words, or null. */
    @Nullable
    String broken() {
        return broken;
    }

    /**
     * What an earlier run told and this one did not is no longer there: the source has taken it back. Where that is more than one in a hundred,
     * a mistake is more likely, and nothing is taken back until an operator confirms it.
     *
     * @return whether it is settled
     */
    private boolean withdrawWhatIsGone() {
        if (!connector.tellsAll() || told.isEmpty()) {
            return true;
        }
        boolean confirmed = checkpoints.isConfirmed();
        // more than these are more than one in a hundred of those that are known, and are only counted
        int worthKeeping = confirmed ? Integer.MAX_VALUE : Math.max(MOST_GONE, told.size() / 50);
        List<Submission> gone = new ArrayList<>();
        AtomicLong missing = new AtomicLong();
        AtomicLong known = new AtomicLong();
        checkpoints.forEachSaid((recordKey, said) -> {
            known.incrementAndGet();
            int colon = recordKey.indexOf(':');
            SubmittedWithdrawal withdrawal = new SubmittedWithdrawal(
                    recordKey.substring(0, colon), recordKey.substring(colon + 1), feed, clock.instant());
            if (!told.contains(hashOf(recordKey)) && !said.equals(withdrawal.contentHash())) {
                missing.incrementAndGet();
                if (gone.size() <= worthKeeping) {
                    gone.add(withdrawal);
                }
            }
        });
        if (!confirmed && missing.get() > Math.max(MOST_GONE, known.get() / 100)) {
            broken = missing + " of " + known + " records are no longer told, the first being "
                    + gone.getFirst().recordKey() + TO_CONFIRM;
            log.error("Feed {}: {}", feed, broken);
            return false;
        }
        log.info("Feed {}: {} records are gone, and taken back", feed, gone.size());
        for (Submission each : gone) {
            log.debug("Feed {}: {} is gone", feed, each.recordKey());
            gathered.add(each);
            if (gathered.size() >= TOGETHER) {
                flush();
            }
        }
        flush();
        return true;
    }

    private static long hashOf(String recordKey) {
        return Long.parseUnsignedLong(ContentHash.of(recordKey).substring(0, 16), 16);
    }

    private synchronized void settle(ReadingReport report) {
        read += report.read();
        report.leftOut().forEach((reason, count) -> leftOut.merge(reason, count, Long::sum));
    }

    private void take(Reading reading) {
        switch (reading) {
            case Reading.LeftOut _ -> {
                // is counted
            }
            case Reading.Refused refused -> {
                String what = "record " + refused.number()
                        + (refused.recordKey() == null ? "" : " (" + refused.recordKey() + ")") + ": "
                        + refused.field() + " " + refused.reason();
                reject(what);
                if (connector.tellsAll() && refused.recordKey() != null) {
                    told.add(hashOf(refused.recordKey()));
                }
            }
            case Reading.Accepted each -> {
                if (connector.tellsAll()) {
                    told.add(hashOf(each.submission().recordKey()));
                }
                gathered.add(each.submission());
                excerpts |= each.excerpt();
                if (gathered.size() >= TOGETHER) {
                    flush();
                }
            }
        }
    }

    private synchronized void reject(String what) {
        rejected++;
        if (rejected <= SHOWN) {
            log.warn("Feed {}: rejected {}", feed, what);
        } else {
            log.debug("Feed {}: rejected {}", feed, what); // a file of nothing else is no reason to fill a disk
        }
        rejections.add(what);
        if (rejections.size() > SHOWN) {
            rejections.removeFirst();
        }
    }

    /** Submits what was gathered, and waits until it is acknowledged. */
    private void flush() {
        boolean compare = connector.passesOverUnchanged();
        Map<String, String> said = compare
                ? new HashMap<>(checkpoints.said(
                        gathered.stream().map(Submission::recordKey).distinct().toList()))
                : Map.of();
        Map<String, String> now = new HashMap<>();
        List<Submission> changed = new ArrayList<>();
        long same = 0;
        for (Submission each : gathered) {
            String hash = each.contentHash();
            String before = now.getOrDefault(each.recordKey(), said.get(each.recordKey()));
            if (compare && hash.equals(before)) {
                same++;
            } else {
                changed.add(each);
                now.put(each.recordKey(), hash);
            }
        }
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        try {
            sink.awaitRoom();
            for (Submission each : excerpts && !changed.isEmpty() ? sink.completed(changed) : changed) {
                waiting.add(sink.add(each));
            }
        } catch (InterruptedException e) {
            throw new StoppedException(e);
        }
        waiting.forEach(CompletableFuture::join);
        synchronized (this) {
            accepted += waiting.size();
            unchanged += same;
        }
        if (compare) {
            checkpoints.remember(now);
        }
        gathered.clear();
        excerpts = false;
    }
}
