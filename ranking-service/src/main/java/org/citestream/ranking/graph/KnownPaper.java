package org.citestream.ranking.graph;

/**
 * What was told of a paper. Never changed but replaced, so that a snapshot may be written while others are told.
 *
 * @param node its number in the graph, or {@link #UNSEEN} where only its references were told
 * @param paperVersion highest version of its record
 * @param referencesVersion highest version of its references
 * @param cited ids of the papers that it cites and that count
 * @param waits whether one of them has not been seen
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record KnownPaper(int node, long paperVersion, long referencesVersion, int[] cited, boolean waits) {

    static final int UNSEEN = -1;

    private static final int OWN_BYTES = 40;

    private static final int[] NONE = {};

    /** A paper of which nothing was told. */
    static final KnownPaper NOTHING = new KnownPaper(UNSEEN, 0, 0, NONE, false);

    KnownPaper {
        if (cited.length == 0) {
            cited = NONE;
        }
    }

    KnownPaper withPaper(int itsNode, long version) {
        return new KnownPaper(itsNode, version, referencesVersion, cited, waits);
    }

    KnownPaper withReferences(long version, int[] itsCited) {
        return new KnownPaper(node, paperVersion, version, itsCited, false);
    }

    KnownPaper waiting(boolean forOne) {
        return forOne == waits ? this : new KnownPaper(node, paperVersion, referencesVersion, cited, forOne);
    }

    /** Memory that it takes, about: its own fields and its list. */
    @SuppressWarnings("ReferenceEquality") // the one that stands for nothing
    int bytes() {
        return this == NOTHING ? 0 : OWN_BYTES + cited.length * Integer.BYTES;
    }

    boolean isSeen() {
        return node != UNSEEN;
    }
}
