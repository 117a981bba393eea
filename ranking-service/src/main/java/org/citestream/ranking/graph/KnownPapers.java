package org.citestream.ranking.graph;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was told of all papers, by id. Ids are handed out from 1 on, so they index pages of 4,096, which a frozen copy shares until they are
 * written to: freezing copies a pointer a page, growing copies nothing else. An id far from all others costs a page of its own. A page
 * that was read from a snapshot stays as the bytes that it was there until a paper of it is asked for, so that a restart makes no millions
 * of objects of which most are not asked for.
 */
final class KnownPapers {

    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int END = -1;
    private static final KnownPaper[] EMPTY = emptyPage();

    private KnownPaper[][] pages = {};

    /** By page: its papers as a snapshot holds them, as long as the page itself is {@link #EMPTY} in their stead. */
    private byte[] @Nullable [] packed = {};

    /** Whether somebody else holds a page too, so that it is copied before it is written to. */
    private boolean[] shared = {};

    /** Memory that the papers take, packed or not. */
    private long bytes;

    /** How many pages are not {@link #EMPTY}. */
    private int own;

    private static KnownPaper[] emptyPage() {
        KnownPaper[] page = new KnownPaper[PAGE];
        Arrays.fill(page, KnownPaper.NOTHING);
        return page;
    }

    /** Memory that it takes, about. */
    long bytes() {
        return bytes + (long) own * PAGE * Integer.BYTES + (long) pages.length * (2 * Integer.BYTES + 1);
    }

    KnownPaper get(int id) {
        int page = id >>> PAGE_BITS;
        return page < pages.length ? page(page)[id & PAGE - 1] : KnownPaper.NOTHING;
    }

    @SuppressWarnings("ReferenceEquality") // the one that stands for nothing
    void put(int id, KnownPaper paper) {
        int page = id >>> PAGE_BITS;
        ensurePage(page);
        KnownPaper[] papers = page(page);
        if (shared[page]) {
            own += papers == EMPTY ? 1 : 0;
            papers = papers.clone();
            pages[page] = papers;
            shared[page] = false;
        }
        bytes += paper.bytes() - papers[id & PAGE - 1].bytes();
        papers[id & PAGE - 1] = paper;
    }

    private void ensurePage(int page) {
        if (page >= pages.length) {
            int before = pages.length;
            pages = Arrays.copyOf(pages, Math.max(page + 1, before * 2));
            packed = Arrays.copyOf(packed, pages.length);
            shared = Arrays.copyOf(shared, pages.length);
            Arrays.fill(pages, before, pages.length, EMPTY);
            Arrays.fill(shared, before, pages.length, true);
        }
    }

    private KnownPaper[] page(int page) {
        byte[] bytes = packed[page];
        if (bytes != null) {
            KnownPaper[] unpacked = EMPTY.clone();
            PackedPaper paper = new PackedPaper(bytes);
            while (paper.next()) {
                unpacked[paper.inPage()] = paper.known();
                this.bytes += unpacked[paper.inPage()].bytes();
            }
            this.bytes -= bytes.length;
            pages[page] = unpacked;
            own++;
            packed[page] = null;
            shared[page] = false;
        }
        return pages[page];
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
            KnownPaper[] papers = page(page);
            for (int i = 0; papers != EMPTY && i < PAGE; i++) {
                if (papers[i] != KnownPaper.NOTHING) {
                    taker.take(page << PAGE_BITS | i, papers[i]);
                }
            }
        }
    }

    /** Takes a paper that has been seen. */
    @FunctionalInterface
    interface SeenTaker {
        /** @param waitsFor where it waits for a paper, all that it cites; else nothing */
        void take(int id, int node, int[] waitsFor);
    }

    /** Gives each paper that has been seen, of those that were read from a snapshot, by ascending id. */
    void eachSeenInSnapshot(SeenTaker taker) {
        // The taker may ask for papers of any page.
        byte[] @Nullable [] asRead = packed.clone();
        for (int page = 0; page < asRead.length; page++) {
            byte[] bytes = asRead[page];
            if (bytes != null) {
                PackedPaper paper = new PackedPaper(bytes);
                while (paper.next()) {
                    if (paper.node() != KnownPaper.UNSEEN) {
                        taker.take(page << PAGE_BITS | paper.inPage(), paper.node(), paper.waitsFor());
                    }
                }
            }
        }
    }

    /** All as it is now and stays. */
    KnownPapers freeze() {
        Arrays.fill(shared, true);
        KnownPapers frozen = new KnownPapers();
        frozen.pages = pages.clone();
        frozen.packed = packed.clone();
        frozen.shared = shared.clone();
        return frozen;
    }

    void writeTo(DataOutput out) throws IOException {
        Writer writer = new Writer(out);
        for (int page = 0; page < pages.length; page++) {
            byte[] bytes = packed[page];
            if (bytes == null) {
                writer.write(page, pages[page]);
            } else {
                writer.write(page, bytes);
            }
        }
        writer.end();
    }

    /** Reads what {@link #writeTo} wrote; nothing was told before. */
    void readFrom(DataInput in) throws IOException {
        for (int first = in.readInt(); first != END; first = in.readInt()) {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            ensurePage(first >>> PAGE_BITS);
            packed[first >>> PAGE_BITS] = bytes;
            this.bytes += bytes.length;
        }
    }

    /** Writes pages as they come, by ascending id. */
    static final class Writer {

        private final DataOutput out;
        private final PackedNumbers numbers = new PackedNumbers(new byte[PAGE * 32]);
        private int page = END;

        Writer(DataOutput out) {
            this.out = out;
        }

        private void write(int number, KnownPaper[] papers) throws IOException {
            for (int i = 0; papers != EMPTY && i < PAGE; i++) {
                add(number << PAGE_BITS | i, papers[i]);
            }
        }

        private void write(int number, byte[] bytes) throws IOException {
            flush();
            out.writeInt(number << PAGE_BITS);
            out.writeInt(bytes.length);
            out.write(bytes);
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
            PackedPaper.put(numbers, id & PAGE - 1, paper);
        }

        void end() throws IOException {
            flush();
            out.writeInt(END);
        }

        private void flush() throws IOException {
            if (page != END) {
                out.writeInt(page << PAGE_BITS);
                out.writeInt(numbers.length());
                numbers.drainTo(out);
                page = END;
            }
        }
    }
}
