package org.citestream.summary.work;

import org.jspecify.annotations.Nullable;

/**
 * What was done for a paper.
 *
 * @param paperVersion the version up to which everything that follows from the paper is durable and sent; 0 for none
 * @param summary its last summary record, or null
 * @param embedding its last embedding, or null
 */
public record Progress(
        long paperVersion,
        @Nullable SummaryState summary,
        @Nullable EmbeddingState embedding) {

    /** Of a paper never seen. */
    public static final Progress NONE = new Progress(0, null, null);

    /** The version for the next summary record. */
    public long nextSummaryVersion() {
        return summary == null ? 1 : summary.event().version() + 1;
    }
}
