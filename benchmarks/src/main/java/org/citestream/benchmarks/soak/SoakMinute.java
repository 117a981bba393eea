package org.citestream.benchmarks.soak;

/**
 * What was seen in a minute.
 *
 * @param phase steady, burst or after
 * @param seconds since the start, at the end of this minute
 * @param submitted papers that were accepted until then
 * @param papers that are visible
 * @param pending what had yet to reach a stage
 * @param heapAfterGc the least of the heap after collections, in megabytes
 * @param residentMegabytes what the process holds
 * @param freshMedian from the acceptance of a paper to its view, in milliseconds
 * @param freshP99 within which 99 of 100 were seen, of those that were seen in this minute
 * @param readsPerSecond answers a second
 * @param readP99 within which 99 of 100 answers came, from when they were due, in milliseconds
 * @param readFailures reads that were not answered with what was asked for
 */
public record SoakMinute(
        String phase,
        long seconds,
        long submitted,
        long papers,
        long pending,
        double heapAfterGc,
        double residentMegabytes,
        double freshMedian,
        double freshP99,
        double readsPerSecond,
        double readP99,
        long readFailures) {}
