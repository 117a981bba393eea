package org.citestream.ranking.graph;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What was told of all papers, by id. Ids are handed out from 1 on, so they index pages of 4,096, which a frozen copy shares until they are
 * written to: freezing copies a pointer a page, growing copies nothing else. An id far from all others costs a page of its own.
 */
final class KnownPapers {

    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int END = -1;
    private static final KnownPaper[] EMPTY = emptyPage();

    private KnownPaper[][] pages = {};

    /** Whether somebody else holds a page too, so that it is copied before it is written to. */
    private boolean[] shared = {};

    private static KnownPaper[] emptyPage() {
        KnownPaper[] page = new KnownPaper[PAGE];
        Arrays.fill(page, KnownPaper.NOTHING);
        return page;
    }

    KnownPaper get(int id) {
        int page = id >>> PAGE_BITS;
        return page < pages.length ? pages[page][id & PAGE - 1] : KnownPaper.NOTHING;
    }

    void put(int id, KnownPaper paper) {
        int page = id >>> PAGE_BITS;
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
        pages[page][id & PAGE - 1] = paper;
    }

    /** Takes a paper, and its id. */
    @FunctionalInterface
    interface Taker {
        void take(int id, KnownPaper paper);
    }

    /** Gives each paper of which something was told, by ascending id. */
    @SuppressWarnings("ReferenceEquality") // the one that stands for nothing
    void each(Taker taker) {
        for (int page = 0; page < pages.length; page++) {
            for (int i = 0; pages[page] != EMPTY && i < PAGE; i++) {
                if (pages[page][i] != KnownPaper.NOTHING) {
                    taker.take(page << PAGE_BITS | i, pages[page][i]);
                }
            }
        }
    }

    /** All as it is now and stays. */
    KnownPapers freeze() {
        Arrays.fill(shared, true);
        KnownPapers frozen = new KnownPapers();
        frozen.pages = pages.clone();
        frozen.shared = shared.clone();
        return frozen;
    }

    void writeTo(DataOutput out) throws IOException {
        Writer writer = new Writer(out);
        for (int page = 0; page < pages.length; page++) {
            writer.write(page, pages[page]);
        }
        writer.end();
    }

    /** Adds what {@link #writeTo} wrote. */
    void readFrom(DataInput in) throws IOException {
        for (int first = in.readInt(); first != END; first = in.readInt()) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            PackedNumbers packed = new PackedNumbers(bytes);
            while (packed.hasMore()) {
                int id = first + (int) packed.next();
                int node = (int) packed.next() + KnownPaper.UNSEEN;
                long paperVersion = packed.next();
                long referencesVersion = packed.next();
                long count = packed.next();
                int[] cited = new int[(int) (count >>> 1)];
                for (int i = 0; i < cited.length; i++) {
                    cited[i] = packed.nextInt();
                }
                put(id, new KnownPaper(node, paperVersion, referencesVersion, cited, (count & 1) != 0));
            }
        }
    }

    /** Writes pages as they come, by ascending id. */
    static final class Writer {

        private final DataOutput out;
        private final PackedNumbers packed = new PackedNumbers(new byte[PAGE * 32]);
        private int page = END;

        Writer(DataOutput out) {
            this.out = out;
        }

        private void write(int number, KnownPaper[] papers) throws IOException {
            for (int i = 0; papers != EMPTY && i < PAGE; i++) {
                add(number << PAGE_BITS | i, papers[i]);
            }
        }

        @SuppressWarnings("ReferenceEquality") // the one that stands for nothing
        void add(int id, KnownPaper paper) throws IOException {
            if (paper == KnownPaper.NOTHING) {
                return;
            }
            if (id >>> PAGE_BITS != page) {
                flush();
                page = id >>> PAGE_BITS;
            }
            packed.put(id & PAGE - 1);
            packed.put(paper.node() - KnownPaper.UNSEEN);
            packed.put(paper.paperVersion());
            packed.put(paper.referencesVersion());
            packed.put((long) paper.cited().length << 1 | (paper.waits() ? 1 : 0));
            for (int cited : paper.cited()) {
                packed.putInt(cited);
            }
        }

        void end() throws IOException {
            flush();
            out.writeInt(END);
        }

        private void flush() throws IOException {
            if (page != END) {
                out.writeInt(page << PAGE_BITS);
                out.writeInt(packed.length());
                packed.drainTo(out);
                page = END;
            }
        }
    }
}
