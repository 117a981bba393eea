package org.citestream.ranking.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citestream.pagerank.Certificate;
import org.citestream.pagerank.Epoch;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.pagerank.SnapshotAttachment;

/**
 * The papers and their references as they are told, and the PageRank of the live ones among them.
 *
 * <p>Papers and references come on two topics, so either may be first. A citation counts while both its papers are live; one whose
 * cited paper has not been seen is kept, and set when that paper is. Of each paper the highest version of either record counts, so
 * that a record told twice or late changes nothing. Not thread-safe.
 */
public final class RankedCollection {

    /** A residual may exceed the bound by what rounding made of it since the last certificate. */
    private static final double TOLERATED = 1.5;

    private final IncrementalPageRank pageRank;
    private final boolean withSelfCitations;
    private final Map<Integer, Set<Integer>> citingOfUnseen = new HashMap<>();
    private final KnownPapers known;
    private int[] paperOf = new int[16];

    /**
     * An empty collection.
     *
     * @param pageRank an empty one, from now on this collection's alone
     * @param withSelfCitations whether a citation counts whose papers share an author
     */
    public RankedCollection(IncrementalPageRank pageRank, boolean withSelfCitations) {
        this(pageRank, withSelfCitations, new KnownPapers());
    }

    private RankedCollection(IncrementalPageRank pageRank, boolean withSelfCitations, KnownPapers known) {
        this.pageRank = pageRank;
        this.withSelfCitations = withSelfCitations;
        this.known = known;
    }

    /**
     * Tells the state of a paper.
     *
     * @param id its id, from 1 on
     * @param version of the record
     * @param live whether it counts
     * @param year of publication, which decides only how fast the ranking is
     * @throws IllegalArgumentException if the id is below 1; nothing is changed
     */
    public void paper(int id, long version, boolean live, int year) {
        requireId(id);
        KnownPaper before = known.get(id);
        if (version <= before.paperVersion()) {
            return;
        }
        boolean unseen = !before.isSeen();
        int node = unseen ? pageRank.addPaper(year) : before.node();
        if (unseen) {
            place(node, id);
        }
        known.put(id, before.withPaper(node, version));
        if (live) {
            pageRank.restore(node);
        } else {
            pageRank.remove(node);
        }
        if (unseen) {
            setReferences(id);
            Set<Integer> citing = citingOfUnseen.remove(id);
            if (citing != null) {
                citing.forEach(this::setReferences);
            }
        }
    }

    /**
     * Tells whom a paper cites.
     *
     * @param id the citing paper
     * @param version of the record
     * @param cited all that it cites
     * @param self those of them that share an author with it
     * @throws IllegalArgumentException if an id is below 1; nothing is changed
     */
    public void references(int id, long version, List<Integer> cited, List<Integer> self) {
        requireId(id);
        cited.forEach(RankedCollection::requireId);
        KnownPaper before = known.get(id);
        if (version <= before.referencesVersion()) {
            return;
        }
        int[] counted = counted(cited, withSelfCitations ? List.of() : self);
        known.put(id, before.withReferences(version, counted));
        setReferences(id);
    }

    private static int[] counted(List<Integer> cited, List<Integer> left) {
        Set<Integer> without = left.isEmpty() ? Set.of() : new HashSet<>(left);
        int[] counted = new int[cited.size()];
        int count = 0;
        for (int each : cited) {
            if (without.isEmpty() || !without.contains(each)) {
                counted[count++] = each;
            }
        }
        return count == counted.length ? counted : Arrays.copyOf(counted, count);
    }

    private void setReferences(int id) {
        KnownPaper paper = known.get(id);
        if (!paper.isSeen()) {
            return;
        }
        int[] nodes = new int[paper.cited().length];
        int count = 0;
        for (int each : paper.cited()) {
            KnownPaper cited = known.get(each);
            if (cited.isSeen()) {
                nodes[count++] = cited.node();
            } else {
                citingOfUnseen.computeIfAbsent(each, _ -> new HashSet<>()).add(id);
            }
        }
        known.put(id, paper.waiting(count < nodes.length));
        pageRank.setReferences(paper.node(), nodes, count);
    }

    /** Brings every score to the bound of the ranking, certifies it from the citations themselves, and gives what came of it. */
    public RankedEpoch converge() {
        long pushes = pageRank.converge();
        Certificate certificate = pageRank.certify();
        if (certificate.largestResidual() > TOLERATED * pageRank.residualBound()) {
            pushes += pageRank.converge();
            certificate = pageRank.certify();
        }
        return new RankedEpoch(pageRank.publish(), certificate, pushes, paperOf);
    }

    /** What there is now, to be saved at leisure while the collection goes on. */
    public Saved freeze() {
        return new Saved(pageRank.publish(), known.freeze());
    }

    /** A collection as it was at one moment. */
    public static final class Saved {

        private final Epoch scores;
        private final KnownPapers papers;

        private Saved(Epoch scores, KnownPapers papers) {
            this.scores = scores;
            this.papers = papers;
        }

        /**
         * Writes a snapshot; the former one stays until this one is whole.
         *
         * @param positions writes what tells up to where the collection had been told
         * @throws IOException if it cannot be written
         */
        public void to(Path file, SnapshotAttachment positions) throws IOException {
            scores.save(file, out -> {
                positions.writeTo(out);
                papers.writeTo(out);
            });
        }
    }

    /**
     * Goes on from a snapshot.
     *
     * @param positions reads what was written there
     * @throws IOException if the file is not there, or is no whole snapshot
     */
    public static RankedCollection load(Path file, boolean withSelfCitations, SnapshotAttachment.Reader positions)
            throws IOException {
        KnownPapers known = new KnownPapers();
        IncrementalPageRank pageRank = IncrementalPageRank.load(file, in -> {
            positions.readFrom(in);
            known.readFrom(in);
        });
        RankedCollection collection = new RankedCollection(pageRank, withSelfCitations, known);
        known.eachSeenInSnapshot(collection::takeUp);
        return collection;
    }

    private void takeUp(int id, int node, int[] waitsFor) {
        place(node, id);
        for (int cited : waitsFor) {
            if (!known.get(cited).isSeen()) {
                citingOfUnseen.computeIfAbsent(cited, _ -> new HashSet<>()).add(id);
            }
        }
    }

    /** Memory that the graph and what is known of its papers take, about. */
    public long bytes() {
        return pageRank.bytes() + known.bytes() + (long) paperOf.length * Integer.BYTES;
    }

    /** The damping factor of the ranking. */
    public double damping() {
        return pageRank.damping();
    }

    /** How much may be left to push at any paper. */
    public double residualBound() {
        return pageRank.residualBound();
    }

    private void place(int node, int id) {
        if (node >= paperOf.length) {
            paperOf = Arrays.copyOf(paperOf, Math.max(node + 1, paperOf.length * 2));
        }
        paperOf[node] = id;
    }

    private static void requireId(int id) {
        if (id < 1) {
            throw new IllegalArgumentException("a paper id is at least 1, not " + id);
        }
    }
}
