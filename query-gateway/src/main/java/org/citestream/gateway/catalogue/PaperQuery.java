package org.citestream.gateway.catalogue;

import org.citestream.gateway.index.PaperFilter;
import org.jspecify.annotations.Nullable;

/**
 * A question for papers.
 *
 * @param text what is searched for, or null
 * @param mode how it is searched for
 * @param filter which papers are asked for
 * @param minRank the worst rank that will do, 1 being the best, or null
 * @param sort the order
 */
public record PaperQuery(
        @Nullable String text,
        Mode mode,
        PaperFilter filter,
        @Nullable Integer minRank,
        Sort sort) {

    /** All papers by rank. */
    public static final PaperQuery ALL = new PaperQuery(null, Mode.TEXT, PaperFilter.NONE, null, Sort.RANK);

    /** How a text is searched for. */
    public enum Mode {
        /** By its words, all of which must be found. */
        TEXT,
        /** By what it means. */
        SEMANTIC,
        /** By both: the sum of the reciprocal places in the two lists. */
        COMBINED
    }

    /** An order of papers; where it leaves two equal, the rank decides, then the id. */
    public enum Sort {
        /** The best rank first; papers without a rank last. */
        RANK,
        /** The newest year first. */
        YEAR,
        /** The most cited first. */
        CITATIONS,
        /** The lowest id first. */
        ID,
        /** The highest id first, which was given last. */
        NEWEST,
        /** What fits the search best first. */
        RELEVANCE,
        /** What gained most places in a day first. */
        MOVEMENT
    }
}
