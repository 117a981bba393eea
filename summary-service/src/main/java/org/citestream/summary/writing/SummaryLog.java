package org.citestream.summary.writing;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of summaries, in which the last record of a paper is the last that the store has: cleaning keeps that one alone.
 *
 * <p>Whoever sends was the owner a moment before; but a process may stand still in that moment, and then what it sends comes after what
 * the next owner has sent. So it asks once more behind its records, and where another is the owner by then, it says again what the store has now. A record that
 * the next owner has yet to put into the store will be sent after that.
 */
public final class SummaryLog {

    private static final Logger log = LoggerFactory.getLogger(SummaryLog.class);

    private final WorkList workList;
    private final Ownership ownership;
    private final EventWriter writer;

    /** The writer is closed by whoever made it. */
    public SummaryLog(WorkList workList, Ownership ownership, EventWriter writer) {
        this.workList = workList;
        this.ownership = ownership;
        this.writer = writer;
    }

    /**
     * Returns when all is acknowledged.
     *
     * @param records which the store has
     * @param partitionOf a paper
     */
    public void send(Collection<SummaryEvent> records, IntUnaryOperator partitionOf) {
        writer.sendAll(Topics.SUMMARIES, records);
        Set<Integer> ours = ownership.confirmed(
                records.stream().map(each -> partitionOf.applyAsInt(each.id())).toList());
        Map<Integer, Long> late = versions(records.stream()
                .filter(each -> !ours.contains(partitionOf.applyAsInt(each.id())))
                .toList());
        while (!late.isEmpty()) {
            List<SummaryEvent> newer = newer(late);
            if (!newer.isEmpty()) {
                log.warn("Summaries of {} came late, and are followed by newer ones", late.keySet());
                writer.sendAll(Topics.SUMMARIES, newer);
            }
            late = versions(newer);
        }
    }

    private List<SummaryEvent> newer(Map<Integer, Long> sent) {
        return workList.find(sent.keySet()).values().stream()
                .map(Progress::summary)
                .filter(Objects::nonNull)
                .map(SummaryState::event)
                .filter(each -> each.version() > sent.getOrDefault(each.id(), Long.MAX_VALUE))
                .toList();
    }

    private static Map<Integer, Long> versions(Collection<SummaryEvent> records) {
        return records.stream()
                .collect(Collectors.toMap(SummaryEvent::id, SummaryEvent::version, Math::max, HashMap::new));
    }
}
