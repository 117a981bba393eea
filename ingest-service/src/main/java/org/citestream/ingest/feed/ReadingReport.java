package org.citestream.ingest.feed;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the records of one input: each was accepted, left out or refused.
 *
 * @param read how many there were
 * @param accepted how many became submissions
 * @param leftOut how many do not belong to the collection or lack what makes a paper, by reason
 * @param refused how many say something that is not allowed
 */
public record ReadingReport(long read, long accepted, SortedMap<String, Long> leftOut, long refused) {

    public ReadingReport {
        leftOut = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Long>) leftOut));
    }
}
