package org.citestream.benchmarks.faults;

import java.util.List;
import java.util.SortedMap;

/**
 * All that the API shows.
 *
 * @param papers by id
 * @param listed ids in the order of the list of all papers
 * @param total how many the list says there are
 * @param statsPapers how many papers the figures of the collection count
 * @param statsCitations how many citations they count
 * @param statsViewable how many papers have a page
 * @param statsRanked how many papers are ranked
 * @param errorBound of the ranks, as stated
 * @param graph all citations, {@code citing cited}, as exported
 */
public record ShownCollection(
        SortedMap<Integer, ShownPaper> papers,
        List<Integer> listed,
        int total,
        int statsPapers,
        long statsCitations,
        int statsViewable,
        int statsRanked,
        double errorBound,
        List<String> graph) {}
