package org.citestream.gateway.history;

import it.unimi.dsi.fastutil.ints.Int2LongMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.PaperFacts;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.index.RecordListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Writes down how papers moved, a bounded number at a time and never on the thread that reads the ranks. A paper that moves again
 * before its turn keeps its turn and gets the later point. With the points goes the number of the epoch up to which all is written:
 * what moved after it, and was read before the service was ready, is written when it is, as it stands then.
 */
@Component
final class HistoryWriter implements RecordListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HistoryWriter.class);

    private final HistoryDocuments documents;
    private final CitationIndex citations;
    private final HistoryProperties properties;
    private final Map<Integer, Waiting> waiting = new LinkedHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("history").factory());

    /** The epoch in which each paper moved last before the service was ready, until it is known which of these moves are written. */
    private Int2LongMap movedBefore = new Int2LongOpenHashMap();

    /** The ranks whose moves are all waiting or written. */
    private Ranks taken = Ranks.NONE;

    private boolean ready;
    private boolean extentIsKnown;
    private @Nullable Long noted;

    HistoryWriter(HistoryDocuments documents, CitationIndex citations, HistoryProperties properties) {
        this.documents = documents;
        this.citations = citations;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        synchronized (waiting) {
            ready = true;
        }
        long millis = properties.interval().toMillis();
        clock.scheduleWithFixedDelay(this::write, 0, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void epoch(Ranks before, Ranks after, List<RankEvent> moved) {
        Int2LongMap epochs = new Int2LongOpenHashMap();
        moved.forEach(each -> epochs.put(each.id(), each.epoch()));
        synchronized (waiting) {
            if (!ready) {
                movedBefore.putAll(epochs);
                taken = after;
                return;
            }
        }
        take(epochs, after);
    }

    /** Has the points of papers written, as they stand in an epoch; each is missing since the epoch that is given with it. */
    private void take(Int2LongMap since, Ranks ranks) {
        RankEpoch epoch = ranks.epoch();
        if (epoch == null) {
            return;
        }
        Int2ObjectMap<PaperFacts> facts = new Int2ObjectOpenHashMap<>();
        citations.facts(since.keySet().toIntArray()).forEach(each -> facts.put(each.id(), each));
        synchronized (waiting) {
            since.forEach((int id, long from) -> {
                Integer rank = ranks.rank(id);
                Double pageRank = ranks.pageRank(id);
                if (rank != null && pageRank != null) {
                    PaperFacts known = facts.get(id);
                    RankPoint point = known == null
                            ? null
                            : new RankPoint(
                                    epoch.epoch(), epoch.time(), rank, pageRank, known.citations(), epoch.papers());
                    waiting.merge(id, new Waiting(from, point), Waiting::and);
                }
            });
            if (ranks.number() > taken.number()) {
                taken = ranks;
            }
        }
    }

    private void write() {
        Map<Integer, Waiting> batch = new LinkedHashMap<>();
        try {
            takeWhatIsNotWritten();
            batch = next();
            Map<Integer, RankPoint> points = new LinkedHashMap<>();
            Int2LongMap withoutPoint = new Int2LongOpenHashMap();
            batch.forEach((id, each) -> {
                if (each.point == null) {
                    withoutPoint.put(id.intValue(), each.since);
                } else {
                    points.put(id, each.point);
                }
            });
            if (!points.isEmpty()) {
                documents.add(points);
            }
            take(withoutPoint, ranks());
            noteExtent();
        } catch (RuntimeException e) {
            log.warn("The history of {} papers could not be written; it is tried again", batch.size(), e);
            synchronized (waiting) {
                batch.forEach((id, each) -> waiting.merge(id, each, Waiting::and));
            }
        }
    }

    private Ranks ranks() {
        synchronized (waiting) {
            return taken;
        }
    }

    /** What moved before the service was ready, and neither this instance nor another wrote down. */
    private void takeWhatIsNotWritten() {
        if (extentIsKnown) {
            return;
        }
        OptionalLong written = documents.writtenThrough();
        Int2LongMap missing = new Int2LongOpenHashMap();
        Ranks ranks;
        synchronized (waiting) {
            ranks = taken;
            // Of a history whose extent nobody has noted yet, what was read before is known already.
            long through = written.orElse(ranks.number());
            movedBefore.forEach((int id, long epoch) -> {
                if (epoch > through) {
                    missing.put(id, epoch);
                }
            });
        }
        take(missing, ranks);
        extentIsKnown = true;
        synchronized (waiting) {
            movedBefore = new Int2LongOpenHashMap();
        }
    }

    private Map<Integer, Waiting> next() {
        Map<Integer, Waiting> batch = new LinkedHashMap<>();
        synchronized (waiting) {
            Iterator<Map.Entry<Integer, Waiting>> next = waiting.entrySet().iterator();
            while (next.hasNext() && batch.size() < properties.batch()) {
                Map.Entry<Integer, Waiting> each = next.next();
                batch.put(each.getKey(), each.getValue());
                next.remove();
            }
        }
        return batch;
    }

    private void noteExtent() {
        long through;
        synchronized (waiting) {
            through = waiting.values().stream()
                    .mapToLong(each -> each.since - 1)
                    .min()
                    .orElse(taken.number());
        }
        if (noted == null || through > noted) {
            documents.isWrittenThrough(through);
            noted = through;
        }
    }

    @Override
    public void close() {
        clock.shutdown();
    }

    /**
     * A point that is to be written.
     *
     * @param since the epoch of the first move of its paper that is not written
     * @param point how the paper stands, or null while it is ranked and its own record has not been read
     */
    private record Waiting(long since, @Nullable RankPoint point) {

        /** This and another of the same paper: its later point, in place of all. */
        Waiting and(Waiting other) {
            boolean isOther = point == null || (other.point != null && other.point.epoch() > point.epoch());
            return new Waiting(Math.min(since, other.since), isOther ? other.point : point);
        }
    }
}
