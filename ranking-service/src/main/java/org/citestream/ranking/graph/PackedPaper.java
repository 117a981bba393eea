package org.citestream.ranking.graph;

/** Reads the papers of a page as a snapshot holds them, one after another, without making anything of those that are not asked for. */
final class PackedPaper {

    private static final int[] NOTHING = {};

    private final PackedNumbers numbers;
    private int inPage;
    private int node;
    private long paperVersion;
    private long referencesVersion;
    private long countAndWaits;
    private boolean citedUnread;

    PackedPaper(byte[] page) {
        numbers = new PackedNumbers(page);
    }

    /** Writes a paper. */
    static void put(PackedNumbers to, int inPage, KnownPaper paper) {
        to.put(inPage);
        to.put(paper.node() - KnownPaper.UNSEEN);
        to.put(paper.paperVersion());
        to.put(paper.referencesVersion());
        to.put((long) paper.cited().length << 1 | (paper.waits() ? 1 : 0));
        for (int cited : paper.cited()) {
            to.putInt(cited);
        }
    }

    /** Goes on to the next paper, and tells whether there is one. */
    boolean next() {
        if (citedUnread) {
            numbers.skipInts(count());
        }
        if (!numbers.hasMore()) {
            citedUnread = false;
            return false;
        }
        inPage = (int) numbers.next();
        node = (int) numbers.next() + KnownPaper.UNSEEN;
        paperVersion = numbers.next();
        referencesVersion = numbers.next();
        countAndWaits = numbers.next();
        citedUnread = true;
        return true;
    }

    int inPage() {
        return inPage;
    }

    int node() {
        return node;
    }

    /** What it cites, where it waits for a paper; else nothing. To be asked for once, instead of {@link #known()}. */
    int[] waitsFor() {
        return waits() ? cited() : NOTHING;
    }

    /** The paper. To be asked for once. */
    KnownPaper known() {
        return new KnownPaper(node, paperVersion, referencesVersion, cited(), waits());
    }

    private boolean waits() {
        return (countAndWaits & 1) != 0;
    }

    private int count() {
        return (int) (countAndWaits >>> 1);
    }

    private int[] cited() {
        citedUnread = false;
        int[] cited = new int[count()];
        for (int i = 0; i < cited.length; i++) {
            cited[i] = numbers.nextInt();
        }
        return cited;
    }
}
