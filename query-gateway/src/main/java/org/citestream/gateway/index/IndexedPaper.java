package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.gateway.index.CitationIndex.CoveredBy;
import org.jspecify.annotations.Nullable;

/** What is kept of a paper, or of one that is cited but has not arrived. Guarded by the lock of {@link CitationIndex}. */
final class IndexedPaper {

    static final int NONE = -1;

    private static final int MOST_FORMER = 100;

    final int id;
    long version = Long.MIN_VALUE;
    long offset = -1;
    boolean live;
    /** Offset of the record that made it live or took it away; at any before, it was the opposite of what it is. */
    long liveOffset = -1;

    /** The paper that it became, or {@link #NONE}. */
    int mergedInto = NONE;

    int year;

    @Nullable
    String title;

    /** As {@link FoldedTitle} has it. */
    long foldedTitle;

    @Nullable
    String venue;

    /** Ascending. */
    int[] authors = IntArrays.EMPTY_ARRAY;

    long[] keys = {};

    long referencesVersion = Long.MIN_VALUE;
    long referencesOffset = -1;
    int[] cited = IntArrays.EMPTY_ARRAY;
    int[] self = IntArrays.EMPTY_ARRAY;
    /** Whom it cited, and those of them with whom it shares an author, before the last record of its references. */
    int[] citedBefore = IntArrays.EMPTY_ARRAY;

    int[] selfBefore = IntArrays.EMPTY_ARRAY;
    int unresolved;

    /** How many live papers cite this one. */
    int citations;

    long summaryVersion = Long.MIN_VALUE;
    SummaryEvent.@Nullable Status summary;
    boolean summaryText;
    boolean embedded;
    /** Whether it is known that there will be no vector. */
    boolean withoutVector;

    /** Those that cited it and do so no more; the last of them. */
    int[] formerlyCiting = IntArrays.EMPTY_ARRAY;

    private int[] citing = IntArrays.EMPTY_ARRAY;
    private int citingCount;

    IndexedPaper(int id) {
        this.id = id;
    }

    /** Whether it cites a paper with which it shares an author. */
    boolean citesItself(int citedId) {
        return Arrays.binarySearch(self, citedId) >= 0;
    }

    /** Takes in whom it cites, and keeps for a while whom it cited until now. */
    void setReferences(int[] nowCited, int[] nowSelf) {
        citedBefore = cited;
        selfBefore = self;
        cited = nowCited;
        self = nowSelf;
    }

    /** How many ids its references take in lists: those of whom it cites and cited before, and its own with each that it cites. */
    int listed() {
        return 2 * cited.length + self.length + citedBefore.length + selfBefore.length;
    }

    /** Whether what is known of it lies within what {@code reach} covers. */
    boolean isCovered(CoveredBy reach) {
        return reach.covers(Topics.PAPERS.name(), id, offset)
                && (referencesOffset < 0 || reach.covers(Topics.REFERENCES.name(), id, referencesOffset));
    }

    /** Whether it has the same title as another paper, and an author of it. */
    boolean isVersionOf(IndexedPaper other) {
        if (foldedTitle == 0 || foldedTitle != other.foldedTitle) {
            return false;
        }
        for (int each : authors) {
            if (Arrays.binarySearch(other.authors, each) >= 0) {
                return true;
            }
        }
        return false;
    }

    void addCiting(int citingId) {
        citing = IntArrays.grow(citing, citingCount + 1);
        citing[citingCount++] = citingId;
    }

    void removeCiting(int citingId) {
        int from = Math.max(0, formerlyCiting.length - MOST_FORMER + 1);
        formerlyCiting = Arrays.copyOfRange(formerlyCiting, from, formerlyCiting.length + 1);
        formerlyCiting[formerlyCiting.length - 1] = citingId;
        for (int i = 0; i < citingCount; i++) {
            if (citing[i] == citingId) {
                citing[i] = citing[--citingCount];
                return;
            }
        }
    }

    int citingCount() {
        return citingCount;
    }

    int citing(int place) {
        return citing[place];
    }

    int[] citing() {
        return Arrays.copyOf(citing, citingCount);
    }
}
