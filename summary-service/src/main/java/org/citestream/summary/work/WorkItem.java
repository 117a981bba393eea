package org.citestream.summary.work;

import java.time.Instant;
import java.util.Comparator;

/**
 * Open work as the queue holds it: enough to order it, with the text left in the database.
 *
 * @param id the paper
 * @param partition the partition of the paper, whose owner does the work
 * @param key what the work is on: equal exactly for equal text under equal settings
 * @param year of the paper
 * @param acceptedAt acceptance of the submission behind it
 */
public record WorkItem(int id, int partition, String key, int year, Instant acceptedAt) {

    /** Newest papers first: by year, then by acceptance. */
    static final Comparator<WorkItem> NEWEST_FIRST = Comparator.comparingInt(WorkItem::year)
            .thenComparing(WorkItem::acceptedAt)
            .reversed()
            .thenComparing(WorkItem::id, Comparator.reverseOrder())
            .thenComparing(WorkItem::key);
}
