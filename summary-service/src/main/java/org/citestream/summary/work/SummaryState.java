package org.citestream.summary.work;

import org.citestream.events.SummaryEvent;

/**
 * The last summary record of a paper, durable before it is sent.
 *
 * @param event the record, as it was or will be sent
 * @param key what it answers, as of {@link WorkItem#key()}; empty while something is still to be done
 * @param connection by which way the model was reached
 * @param paperVersion version of the paper that gave rise to it
 * @param offset where the paper's record lies that no model could summarise, {@link #WHEREVER} where what they wrote did not stand;
 *     {@link #NOWHERE} else
 */
public record SummaryState(SummaryEvent event, String key, String connection, long paperVersion, long offset) {

    /** No model failed for good. */
    public static final long NOWHERE = -1;

    /** There is a reason for why there is no better one, and none to try again. */
    public static final long WHEREVER = Long.MAX_VALUE;

    /**
     * Whether nothing is left to be done. What no model could do is tried again by another way, and when the paper comes by once
     * more, as it does when it is replayed from the dead letters.
     */
    public boolean answers(String wanted, String way, long from) {
        boolean same = key.equals(wanted);
        return switch (event.status()) {
            case CURRENT ->
                same && (event.reason() == null || offset == WHEREVER || (connection.equals(way) && from <= offset));
            case NO_ABSTRACT -> same;
            case FAILED -> same && connection.equals(way) && from <= offset;
            case PENDING -> false;
        };
    }
}
