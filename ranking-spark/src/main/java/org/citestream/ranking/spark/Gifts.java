package org.citestream.ranking.spark;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/** What the papers of one block give to those of another: twelve bytes a citation. */
final class Gifts implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private int[] to = new int[64];
    private double[] shares = new double[64];
    private int count;

    void add(int paper, double share) {
        if (count == to.length) {
            to = Arrays.copyOf(to, 2 * count);
            shares = Arrays.copyOf(shares, 2 * count);
        }
        to[count] = paper;
        shares[count++] = share;
    }

    void addTo(double[] scores) {
        for (int i = 0; i < count; i++) {
            scores[to[i]] += shares[i];
        }
    }
}
