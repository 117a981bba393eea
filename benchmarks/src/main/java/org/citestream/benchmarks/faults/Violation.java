package org.citestream.benchmarks.faults;

/**
 * Something that ought not to be.
 *
 * @param kind of which kind
 * @param about which paper or record, by key or id
 * @param what in words
 */
public record Violation(Kind kind, String about, String what) {

    /** What can be wrong. */
    public enum Kind {
        /** It was acknowledged, and is not to be found. */
        LOST,
        /** One paper is there more than once. */
        DOUBLED,
        /** Two papers are one. */
        JOINED,
        /** Nobody submitted it, or it was taken back. */
        UNEXPECTED,
        /** It says something else than what was acknowledged last. */
        STALE,
        /** The search finds something else. */
        SEARCH,
        /** A citation is missing, or is one too many. */
        CITATIONS,
        /** A figure is not that of its list. */
        COUNT,
        /** A rank is further from a full solve than stated, or out of order. */
        RANK,
        /** A summary is missing or of another text. */
        SUMMARY,
        /** What is shown as most like a paper does not follow from the present texts. */
        SIMILAR,
        /** A model was asked the same twice, and no fault was the cause. */
        BILLED,
        /** A rebuild shows something else. */
        REBUILD,
        /** Something accepted never reached a stage. */
        STUCK,
        /** A topic ends with an older version of a key than it holds. */
        ORDER,
        /** Of a receipt something else is said than that it has come to its end. */
        RECEIPT,
        /** Something was given up, though everything that was submitted is in order. */
        DEAD_LETTER,
        /** A part ended though nobody killed it and its disk had room. */
        ENDED,
        /** A request was refused that is in order. */
        REFUSED,
        /** The means of the proof did not work, so it proves nothing. */
        PROOF
    }

    @Override
    public String toString() {
        return kind + " " + about + ": " + what;
    }
}
