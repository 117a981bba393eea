package org.citestream.benchmarks.soak;

import java.util.List;

/** What a paper adds to the heap, and how much of that is its share of the indexes: more would be a leak. */
final class HeapGrowth {

    private static final int FEWEST_MINUTES = 3;
    private static final double MEGABYTE = 1024 * 1024;

    /** What a paper without a vector takes, as {@code docs/capacity.md} has it of 100,000. */
    private static final double PAPER_BYTES = 1001;

    /** What a citation takes, by the same. */
    private static final double CITATION_BYTES = 52.9;

    /** How many others each of {@link SoakPapers} cites, but for the very first. */
    private static final int CITATIONS = 5;

    /** By how much more than that it may grow, since papers are not all alike, and garbage that no collection has come to counts as well. */
    private static final double MOST_OF_MODEL = 1.2;

    /** Of the model that embeds where no other is set. */
    private static final int COMPONENTS = 384;

    /** How many papers the gateway keeps that are most like one. */
    private static final int KEPT_NEIGHBOURS = 24;

    /** Twelve bytes, since the product runs with compact headers, and four that fill up to a multiple of eight. */
    private static final int ARRAY_HEADER_BYTES = 16;

    /** An object of the gateway's index, or an entry of its map: a header of eight bytes, and at most sixteen of what it holds. */
    private static final int OBJECT_BYTES = 24;

    /** An entry of a map that keeps an order has two references more. */
    private static final int ORDERED_ENTRY_BYTES = 32;

    /** A number as the key of a map. */
    private static final int KEY_BYTES = 16;

    /** A reference of four bytes in the table of a map, which is three eighths full when it has just grown. */
    private static final int SLOT_BYTES = 11;

    /** A number in the list of what came, which grows by half. */
    private static final int CHANGE_BYTES = 6;

    /** A vector: an array of whole numbers, the object that holds it, its entry in a map with its key, and that it came. */
    private static final int VECTOR_BYTES = ARRAY_HEADER_BYTES
            + COMPONENTS * Integer.BYTES
            + OBJECT_BYTES
            + OBJECT_BYTES
            + KEY_BYTES
            + SLOT_BYTES
            + CHANGE_BYTES;

    /** What is like a paper: an array of ids and one of scores, the object that holds them, the one that says what they have seen, and an entry in a map with its key. */
    private static final int NEIGHBOURS_BYTES = 2 * (ARRAY_HEADER_BYTES + KEPT_NEIGHBOURS * Integer.BYTES)
            + OBJECT_BYTES
            + OBJECT_BYTES
            + ORDERED_ENTRY_BYTES
            + KEY_BYTES
            + SLOT_BYTES;

    private HeapGrowth() {}

    /** Bytes that each paper added, by least squares; NaN where there are too few minutes to tell. */
    static double aPaper(List<SoakMinute> minutes) {
        List<SoakMinute> steady = minutes.stream()
                .filter(minute -> !Double.isNaN(minute.heapAfterGc()))
                .toList();
        if (steady.size() < FEWEST_MINUTES) {
            return Double.NaN;
        }
        double papers =
                steady.stream().mapToDouble(SoakMinute::papers).average().orElseThrow();
        double heap =
                steady.stream().mapToDouble(SoakMinute::heapAfterGc).average().orElseThrow();
        double together = 0;
        double alone = 0;
        for (SoakMinute each : steady) {
            together += (each.papers() - papers) * (each.heapAfterGc() - heap);
            alone += (each.papers() - papers) * (each.papers() - papers);
        }
        return alone == 0 ? Double.NaN : together / alone * MEGABYTE;
    }

    /** Bytes that a paper may add: vectors, whose size is known, come on top of what the rest may take. */
    static double most(boolean embeddings) {
        double plain = MOST_OF_MODEL * (PAPER_BYTES + CITATIONS * CITATION_BYTES);
        return embeddings ? plain + VECTOR_BYTES + NEIGHBOURS_BYTES : plain;
    }
}
