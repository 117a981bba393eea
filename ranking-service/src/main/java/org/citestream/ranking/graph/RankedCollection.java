package org.citestream.ranking.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
 * cited paper has not been seen is kept, and set when that paper has been and the scores or a snapshot are asked for. Of each paper the highest
 * version of either record counts, so that a record told twice or late changes nothing. Not thread-safe.
 */
public final class RankedCollection {

    /** A residual may exceed the bound by what rounding made of it since the last certificate. */
    private static final double TOLERATED = 1.5;

    /** An entry of a hash set with its number, about. */
    private static final int BYTES_A_WAIT = 64;

    private final IncrementalPageRank pageRank;
    private final boolean withSelfCitations;
    private final Map<Integer, Set<Integer>> citingOfUnseen = new HashMap<>();
    private final KnownPapers known;

    /** Papers of which a cited one has come, in the order in which they were found: set once for all that come, when it matters. */
    private final Set<Integer> toSet = new LinkedHashSet<>();

    /** Nodes that are told to leave, or to come back: many of either with one look at all lists, when it matters. */
    private final Set<Integer> toRemove = new LinkedHashSet<>();

    private final Set<Integer> toRestore = new LinkedHashSet<>();

    /** How many papers wait for how many, summed up. */
    private long waits;

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
        (live ? toRemove : toRestore).remove(node);
        if (pageRank.isRemoved(node) == live) {
            (live ? toRestore : toRemove).add(node);
        }
        if (unseen) {
            toSet.add(id);
            Set<Integer> citing = citingOfUnseen.remove(id);
            if (citing != null) {
                toSet.addAll(citing);
                waits -= citing.size();
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
        if (before.waits()) {
            waitNoLonger(id, before.cited());
        }
        int[] counted = counted(cited, withSelfCitations ? List.of() : self);
        known.put(id, before.withReferences(version, counted));
        toSet.remove(id);
        setReferences(id);
    }

    private void waitNoLonger(int id, int[] cited) {
        for (int each : cited) {
            Set<Integer> citing = citingOfUnseen.get(each);
            if (citing != null && citing.remove(id)) {
                waits--;
                if (citing.isEmpty()) {
                    citingOfUnseen.remove(each);
                }
            }
        }
    }

    private void waitFor(int id, int cited) {
        if (citingOfUnseen.computeIfAbsent(cited, _ -> new HashSet<>()).add(id)) {
            waits++;
        }
    }

    /**
     * What was told since the last time, in the graph. A list of a hundred thousand whose papers come after it, or are withdrawn, one by one, would be
     * written anew by each of them.
     */
    private void settle() {
        pageRank.removeAll(drained(toRemove));
        pageRank.restoreAll(drained(toRestore));
        toSet.forEach(this::setReferences);
        toSet.clear();
    }

    private static int[] drained(Set<Integer> nodes) {
        int[] drained = nodes.stream().mapToInt(Integer::intValue).toArray();
        nodes.clear();
        return drained;
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
                waitFor(id, each);
            }
        }
        known.put(id, paper.waiting(count < nodes.length));
        pageRank.setReferences(paper.node(), nodes, count);
    }

    /** Brings every score to the bound of the ranking, certifies it from the citations themselves, and gives what came of it. */
    public RankedEpoch converge() {
        settle();
        long pushes = pageRank.converge();
        Certificate certificate = pageRank.certify();
        if (hasDrifted(certificate, pageRank.residualBound())) {
            pushes += pageRank.converge();
            certificate = pageRank.certify();
        }
        return new RankedEpoch(pageRank.publish(), certificate, pushes, paperOf);
    }

    /** Whether more is left to push than rounding can account for, so that to converge and certify again, which takes as long as the first time, gains something. */
    static boolean hasDrifted(Certificate certificate, double residualBound) {
        return certificate.largestUnrounded() > TOLERATED * residualBound;
    }

    /** What there is now, to be saved at leisure while the collection goes on. */
    public Saved freeze() {
        settle();
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
                waitFor(id, cited);
            }
        }
    }

    /** Memory that the graph and what is known of its papers take, about. */
    public long bytes() {
        return pageRank.bytes() + known.bytes() + (long) paperOf.length * Integer.BYTES + waits * BYTES_A_WAIT;
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
