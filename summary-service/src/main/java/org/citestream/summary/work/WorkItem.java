package org.citestream.summary.work;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Open work as the queue holds it: enough to order it, with the text left in the database.
 *
 * @param id the paper
 * @param partition the partition of the paper, whose owner does the work
 * @param key what the work is on: equal exactly for equal text under equal settings
 * @param year of the paper
 * @param acceptedAt acceptance of the submission behind it
 * @param offset where the paper's record lies in its partition
 * @param renewal whether an operator asked for it, so that it may wait for what has none yet
 * @param score PageRank of the paper, where it matters
 * @param trace the context in which the paper's record was read, where its trace is sampled
 */
public record WorkItem(
        int id,
        int partition,
        String key,
        int year,
        Instant acceptedAt,
        long offset,
        boolean renewal,
        double score,
        @Nullable String trace) {

    /** Work that nobody asked for. */
    public WorkItem(int id, int partition, String key, int year, Instant acceptedAt, long offset) {
        this(id, partition, key, year, acceptedAt, offset, false, 0, null);
    }

    /** The same in a trace. */
    public WorkItem in(@Nullable String context) {
        return new WorkItem(id, partition, key, year, acceptedAt, offset, renewal, score, context);
    }

    /** What is new before what is renewed; newest papers first: by year, then by rank where that is known, then by acceptance. */
    static final Comparator<WorkItem> NEWEST_FIRST = Comparator.comparing(WorkItem::renewal)
            .thenComparing(Comparator.comparingInt(WorkItem::year)
                    .thenComparingDouble(WorkItem::score)
                    .thenComparing(WorkItem::acceptedAt)
                    .reversed())
            .thenComparing(WorkItem::id, Comparator.reverseOrder())
            .thenComparing(WorkItem::key);
}
