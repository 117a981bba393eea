package org.citestream.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A citation graph that never was, in order of publication; the same for the same seed. A paper has 0 to 9 references, 4.6 on average. Of them, one in
 * a hundred points to one of the papers that follow, up to a sixtieth of all; half of the others point to recent papers, as a power law of
 * age, and half to popular ones, the old before the new.
 */
final class GeneratedCitations {

    private static final double REFERENCES = 4.6;
    private static final double AHEAD = 0.01;
    private static final int SEASONS = 60;

    /** Where the references of each paper start; one more at the end. */
    private final long[] start;

    /** By stretch of papers: their references, one after another. */
    private final int[][] cited;

    private static final int STRETCH_BITS = 16;

    GeneratedCitations(int papers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        start = new long[papers + 1];
        cited = new int[(papers >>> STRETCH_BITS) + 1][];
        int[] stretch = new int[1 << STRETCH_BITS];
        for (int from = 0, number = 0; from < papers; number++) {
            int to = Math.min(papers, (number + 1) << STRETCH_BITS);
            int used = 0;
            for (int paper = from; paper < to; paper++) {
                int count = paper == 0 ? 0 : random.nextInt((int) (2 * REFERENCES) + 1);
                if (used + count > stretch.length) {
                    stretch = Arrays.copyOf(stretch, stretch.length * 2);
                }
                int first = used;
                for (int i = 0; i < count; i++) {
                    int other = other(random, paper, papers);
                    if (other != paper && !holds(stretch, first, used, other)) {
                        stretch[used++] = other;
                    }
                }
                start[paper + 1] = start[paper] + used - first;
            }
            cited[number] = Arrays.copyOf(stretch, used);
            from = to;
        }
    }

    private static int other(SplittableRandom random, int paper, int papers) {
        if (random.nextDouble() < AHEAD) {
            return Math.min(papers - 1, paper + 1 + random.nextInt(Math.max(1, papers / SEASONS)));
        }
        double at = random.nextDouble();
        return random.nextBoolean() ? (int) (paper * (1 - 0.3 * at * at * at)) : (int) (paper * at * at);
    }

    private static boolean holds(int[] values, int from, int to, int value) {
        for (int i = from; i < to; i++) {
            if (values[i] == value) {
                return true;
            }
        }
        return false;
    }

    int papers() {
        return start.length - 1;
    }

    long citations() {
        return start[papers()];
    }

    /** Citations that the papers from one to before another give. */
    long citations(int from, int to) {
        return start[to] - start[from];
    }

    int count(int paper) {
        return (int) (start[paper + 1] - start[paper]);
    }

    /** Copies the references of a paper, and returns how many there are. */
    int references(int paper, int[] into) {
        int stretch = paper >>> STRETCH_BITS;
        int count = count(paper);
        System.arraycopy(cited[stretch], (int) (start[paper] - start[stretch << STRETCH_BITS]), into, 0, count);
        return count;
    }
}
