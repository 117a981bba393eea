package org.citestream.pagerank;

import java.util.Arrays;

/** What the papers of a region give while its thread sweeps it; {@link Sweeps} tells why in grains. */
final class Gifts {

    /** Grains by cited paper; each is for its region to take. */
    final int[] grains;

    /** What cannot be added at once: what is for papers ahead in another region, and what was too much for an int. */
    private int[] sentTo = {};

    private double[] amounts = {};
    private int sent;

    private double rounded;
    private final int from;
    private final int to;

    /**
     * @param papers in all
     * @param from the first paper of the region
     * @param to one after the last
     */
    Gifts(int papers, int from, int to) {
        this.from = from;
        this.to = to;
        grains = new int[papers];
    }

    /** Gives a share, in grains, to each of a list; to those ahead, which had their turn, beside the grains. */
    void give(int[] list, int start, int count, double share, int citing, double unit, double[] rest) {
        int at = start + count - 1;
        for (; at >= start && list[at] > citing; at--) {
            give(list[at], share * unit, rest);
        }
        double larger = share;
        while (Math.abs(larger) > Integer.MAX_VALUE) {
            int part = (int) Math.copySign(Integer.MAX_VALUE, larger);
            add(list, start, at, part, unit, rest);
            larger -= part;
        }
        add(list, start, at, (int) larger, unit, rest);
    }

    private void add(int[] list, int start, int last, int share, double unit, double[] rest) {
        for (int at = last; at >= start; at--) {
            int before = grains[list[at]];
            int after = before + share;
            if (((before ^ after) & (share ^ after)) < 0) {
                give(list[at], before * unit, rest);
                after = share;
            }
            grains[list[at]] = after;
        }
    }

    /** Gives beside the grains. */
    private void give(int paper, double amount, double[] rest) {
        if (paper >= from && paper < to) {
            rest[paper] += amount;
            rounded += Math.abs(rest[paper]);
            return;
        }
        if (sent == sentTo.length) {
            sentTo = Arrays.copyOf(sentTo, 2 * sent + 1024);
            amounts = Arrays.copyOf(amounts, 2 * sent + 1024);
        }
        sentTo[sent] = paper;
        amounts[sent++] = amount;
    }

    /** Adds what was sent to papers of a region, and returns the sizes of the sums. */
    double takeSent(int from, int to, double[] rest) {
        double sizes = 0;
        for (int i = 0; i < sent; i++) {
            int paper = sentTo[i];
            if (paper >= from && paper < to) {
                rest[paper] += amounts[i];
                sizes += Math.abs(rest[paper]);
            }
        }
        return sizes;
    }

    /** All that was sent has been taken. */
    void clearSent() {
        sent = 0;
    }

    /** The sizes of the sums to which something was added since this was asked last. */
    double takeRounded() {
        double taken = rounded;
        rounded = 0;
        return taken;
    }
}
