package org.citestream.benchmarks.soak;

import java.util.Arrays;

/** Times that were taken since this was last asked. */
final class Latencies {

    private long[] nanos = new long[1024];
    private int count;

    synchronized void add(long took) {
        nanos = count == nanos.length ? Arrays.copyOf(nanos, 2 * count) : nanos;
        nanos[count++] = took;
    }

    /** The times since the last call, in ascending order. */
    synchronized long[] take() {
        long[] taken = Arrays.copyOf(nanos, count);
        count = 0;
        Arrays.sort(taken);
        return taken;
    }

    /** Milliseconds within which a share of them lies, NaN where there is none. */
    static double millis(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (sorted.length * share)] / 1e6;
    }
}
