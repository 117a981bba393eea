package org.citestream.benchmarks.ranking;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** What the machine's memory can do by itself, in seconds: the best of some turns, since other work may meet any one of them. */
final class MemoryFloors {

    private static final int TURNS = 3;

    private MemoryFloors() {}

    /** Additions to random places of an array of doubles: what a sweep does for each citation, and no less. */
    static double randomAdditions(int places, long additions) {
        double[] values = new double[places];
        int[] at = new SplittableRandom(9).ints(1 << 20, 0, places).toArray();
        return best(() -> {
            int shift = 0;
            for (long left = additions; left > 0; left -= at.length) {
                // shifted, so that no round finds the last one's places in the cache
                shift = (shift + 7919 * 64) % places;
                for (int each : at) {
                    int place = each + shift;
                    values[place >= places ? place - places : place] += 1;
                }
            }
            return (long) values[0];
        });
    }

    /** References read in order. */
    static double streaming(long references) {
        int[] stretch = new int[1 << 25];
        Arrays.fill(stretch, 1);
        return best(() -> {
            long sum = 0;
            for (long left = references; left > 0; left -= stretch.length) {
                int now = (int) Math.min(left, stretch.length);
                for (int i = 0; i < now; i++) {
                    sum += stretch[i];
                }
            }
            return sum;
        });
    }

    private static double best(LongSupplier work) {
        double best = Double.MAX_VALUE;
        for (int turn = 0; turn < TURNS; turn++) {
            long start = System.nanoTime();
            if (work.getAsLong() < 0) {
                throw new IllegalStateException("nothing was measured");
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }
}
