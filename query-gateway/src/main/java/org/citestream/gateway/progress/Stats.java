package org.citestream.gateway.progress;

import org.jspecify.annotations.Nullable;

/**
 * The collection in figures.
 *
 * @param papers live papers
 * @param citations citations between them
 * @param viewable papers that have a page
 * @param summarized papers with a summary
 * @param withoutAbstract papers with nothing to summarise
 * @param failedSummaries papers whose summary could not be made
 * @param embedded papers that can be compared with others
 * @param ranked papers whose present state the epoch includes
 * @param pending what has been accepted and has yet to reach a stage that it can reach: 0 exactly when there is none
 * @param pendingByStage the same by stage, in the order of the flow
 * @param epoch number of the last epoch of the ranking, or null before the first
 * @param errorBound certified bound on the L1 error of its PageRank, or null before the first
 */
public record Stats(
        int papers,
        long citations,
        int viewable,
        int summarized,
        int withoutAbstract,
        int failedSummaries,
        int embedded,
        int ranked,
        long pending,
        PendingByStage pendingByStage,
        @Nullable Long epoch,
        @Nullable Double errorBound) {

    /**
     * What each stage has yet to do.
     *
     * @param identify submissions whose paper is not known yet
     * @param assemble identified submissions that are not merged yet
     * @param view records that are not in the views yet, or not in this instance's indexes
     * @param rank records that no epoch includes yet
     * @param summarize records or papers whose summary is still to come
     * @param embed papers whose vector is still to come
     */
    public record PendingByStage(long identify, long assemble, long view, long rank, long summarize, long embed) {

        long sum() {
            return identify + assemble + view + rank + summarize + embed;
        }
    }
}
