package org.citestream.ranking.epoch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.citestream.pagerank.ScoreConsumer;

/**
 * The score of each paper that has one, by id: pages of 4,096, which a frozen copy shares until they are written to. Eight bytes a paper, and
 * no objects. Not thread-safe.
 */
public final class ScorePages {

    /** No score; a score is above it. */
    static final double NONE = 0;

    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int END = -1;
    private static final double[] EMPTY = new double[PAGE];

    private double[][] pages = {};
    private boolean[] shared = {};

    double get(int paper) {
        int page = paper >>> PAGE_BITS;
        return page < pages.length ? pages[page][paper & PAGE - 1] : NONE;
    }

    void set(int paper, double score) {
        int page = paper >>> PAGE_BITS;
        if (page >= pages.length) {
            int before = pages.length;
            pages = Arrays.copyOf(pages, Math.max(page + 1, before * 2));
            shared = Arrays.copyOf(shared, pages.length);
            Arrays.fill(pages, before, pages.length, EMPTY);
            Arrays.fill(shared, before, pages.length, true);
        }
        if (shared[page]) {
            pages[page] = pages[page].clone();
            shared[page] = false;
        }
        pages[page][paper & PAGE - 1] = score;
    }

    /** Gives each paper that has a score, by ascending id. */
    void each(ScoreConsumer consumer) {
        for (int page = 0; page < pages.length; page++) {
            double[] scores = pages[page];
            for (int i = 0; scores != EMPTY && i < PAGE; i++) {
                if (scores[i] != NONE) {
                    consumer.accept(page << PAGE_BITS | i, scores[i]);
                }
            }
        }
    }

    /** The scores as they are now and stay. */
    ScorePages freeze() {
        Arrays.fill(shared, true);
        ScorePages frozen = new ScorePages();
        frozen.pages = pages.clone();
        frozen.shared = shared.clone();
        return frozen;
    }

    void writeTo(DataOutput out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PAGE * Double.BYTES);
        for (int page = 0; page < pages.length; page++) {
            if (pages[page] != EMPTY) {
                out.writeInt(page);
                bytes.asDoubleBuffer().put(pages[page]);
                out.write(bytes.array());
            }
        }
        out.writeInt(END);
    }

    static ScorePages read(DataInput in) throws IOException {
        ScorePages read = new ScorePages();
        ByteBuffer bytes = ByteBuffer.allocate(PAGE * Double.BYTES);
        for (int page = in.readInt(); page != END; page = in.readInt()) {
            in.readFully(bytes.array());
            DoubleBuffer scores = bytes.asDoubleBuffer();
            for (int i = 0; i < PAGE; i++) {
                if (scores.get(i) != NONE) {
                    read.set(page << PAGE_BITS | i, scores.get(i));
                }
            }
        }
        return read;
    }
}
