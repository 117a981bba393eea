package org.citestream.benchmarks.soak;

import java.util.Comparator;
import java.util.Map;

/**
 * What was seen in a minute.
 *
 * @param phase what it is a minute of
 * @param rate papers a second that were to be submitted
 * @param lasted how long it was, in seconds
 * @param seconds since the start, at the end of this minute
 * @param submitted papers that were acknowledged until then
 * @param papers that are visible
 * @param pending what had yet to reach a stage
 * @param pendingByStage the same by stage
 * @param processors that the product kept busy
 * @param heapAfterGc the least of the heap after collections, in megabytes
 * @param residentMegabytes what the process holds
 * @param freshMedian from the acknowledgement of a paper to its view, in milliseconds
 * @param freshP99 within which 99 of 100 were seen, of those that were seen in this minute
 * @param readsPerSecond answers a second
 * @param readP99 within which 99 of 100 answers came, from when they were due, in milliseconds
 * @param readFailures reads that were not answered with what was asked for, or had waited too long to be asked
 */
public record SoakMinute(
        SoakPlan.Phase phase,
        int rate,
        double lasted,
        long seconds,
        int submitted,
        long papers,
        long pending,
        Map<String, Long> pendingByStage,
        double processors,
        double heapAfterGc,
        double residentMegabytes,
        double freshMedian,
        double freshP99,
        double readsPerSecond,
        double readP99,
        long readFailures) {

    /** The stage for which most waits, with how much that is. */
    String fullest() {
        return pendingByStage.entrySet().stream()
                .filter(stage -> stage.getValue() > 0)
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(stage -> stage.getKey() + " " + stage.getValue())
                .orElse("");
    }
}
