package org.citestream.gateway.history;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.PaperFacts;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.index.RecordListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Writes down how papers moved, a bounded number at a time and never on the thread that reads the ranks. What was read before the
 * service was ready is known already. A paper that moves again before its turn keeps its turn and gets the later point.
 */
@Component
final class HistoryWriter implements RecordListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HistoryWriter.class);

    private final HistoryDocuments documents;
    private final CitationIndex citations;
    private final HistoryProperties properties;
    private final Map<Integer, RankPoint> waiting = new LinkedHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("history").factory());
    private volatile boolean ready;

    HistoryWriter(HistoryDocuments documents, CitationIndex citations, HistoryProperties properties) {
        this.documents = documents;
        this.citations = citations;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        ready = true;
        long millis = properties.interval().toMillis();
        clock.scheduleWithFixedDelay(this::write, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void epoch(Ranks before, Ranks after, List<RankEvent> moved) {
        RankEpoch epoch = after.epoch();
        if (!ready || epoch == null) {
            return;
        }
        int[] ids = moved.stream().mapToInt(RankEvent::id).toArray();
        List<PaperFacts> facts = citations.facts(ids);
        synchronized (waiting) {
            for (PaperFacts each : facts) {
                Integer rank = after.rank(each.id());
                Double pageRank = after.pageRank(each.id());
                if (rank != null && pageRank != null) {
                    waiting.put(
                            each.id(),
                            new RankPoint(
                                    epoch.epoch(), epoch.time(), rank, pageRank, each.citations(), epoch.papers()));
                }
            }
        }
    }

    private void write() {
        Map<Integer, RankPoint> batch = new LinkedHashMap<>();
        synchronized (waiting) {
            Iterator<Map.Entry<Integer, RankPoint>> next = waiting.entrySet().iterator();
            while (next.hasNext() && batch.size() < properties.batch()) {
                Map.Entry<Integer, RankPoint> each = next.next();
                batch.put(each.getKey(), each.getValue());
                next.remove();
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        try {
            documents.add(batch);
        } catch (RuntimeException e) {
            log.warn("The history of {} papers could not be written; it is tried again", batch.size(), e);
            synchronized (waiting) {
                batch.forEach(waiting::putIfAbsent);
            }
        }
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
