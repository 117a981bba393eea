package org.citestream.pagerank;

import java.util.Arrays;

/** Shares that are yet to be given, in the order in which they came; for one thread at a time. */
final class Pending {

    private long[] to;
    private double[] shares;
    private int count;

    Pending(int expected) {
        this.to = new long[expected];
        this.shares = new double[expected];
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    /** Who is to be given a share: the first papers of a list, as its {@link ListEntry} with so many that count, or one paper. */
    long to(int at) {
        return to[at];
    }

    double share(int at) {
        return shares[at];
    }

    void add(long receiver, double share) {
        if (count == to.length) {
            to = Arrays.copyOf(to, Math.max(64, 2 * count));
            shares = Arrays.copyOf(shares, to.length);
        }
        to[count] = receiver;
        shares[count++] = share;
    }
}
