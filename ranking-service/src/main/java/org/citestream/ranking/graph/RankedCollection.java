package org.citestream.ranking.graph;

import java.io.DataInput;
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

    private static final int UNSEEN = -1;

    /** A residual may exceed the bound by what rounding made of it since the last certificate. */
    private static final double TOLERATED = 1.5;

    private static final Known NOTHING = new Known(UNSEEN, 0, 0, new int[0]);

    private final IncrementalPageRank pageRank;
    private final boolean withSelfCitations;
    private final Map<Integer, Set<Integer>> citingOfUnseen = new HashMap<>();
    private final Map<Integer, Known> known = new HashMap<>();
    private int[] paperOf = new int[16];

    /** What was told of a paper. Never changed but replaced, so that a snapshot may be written while others are told. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Known(int node, long paperVersion, long referencesVersion, int[] cited) {

        Known withPaper(int itsNode, long version) {
            return new Known(itsNode, version, referencesVersion, cited);
        }

        Known withReferences(long version, int[] itsCited) {
            return new Known(node, paperVersion, version, itsCited);
        }
    }

    /**
     * An empty collection.
     *
     * @param pageRank an empty one, from now on this collection's alone
     * @param withSelfCitations whether a citation counts whose papers share an author
     */
    public RankedCollection(IncrementalPageRank pageRank, boolean withSelfCitations) {
        this.pageRank = pageRank;
        this.withSelfCitations = withSelfCitations;
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
        Known before = known.getOrDefault(id, NOTHING);
        if (version <= before.paperVersion) {
            return;
        }
        boolean unseen = before.node == UNSEEN;
        int node = unseen ? pageRank.addPaper(year) : before.node;
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
        Known before = known.getOrDefault(id, NOTHING);
        if (version <= before.referencesVersion) {
            return;
        }
        Set<Integer> without = withSelfCitations ? Set.of() : new HashSet<>(self);
        int[] counted = cited.stream()
                .filter(each -> !without.contains(each))
                .mapToInt(Integer::intValue)
                .toArray();
        known.put(id, before.withReferences(version, counted));
        setReferences(id);
    }

    private void setReferences(int id) {
        Known paper = known.getOrDefault(id, NOTHING);
        if (paper.node == UNSEEN) {
            return;
        }
        int[] nodes = new int[paper.cited.length];
        int count = 0;
        for (int each : paper.cited) {
            int node = known.getOrDefault(each, NOTHING).node;
            if (node == UNSEEN) {
                citingOfUnseen.computeIfAbsent(each, _ -> new HashSet<>()).add(id);
            } else {
                nodes[count++] = node;
            }
        }
        pageRank.setReferences(paper.node, nodes, count);
    }

    /** Brings every score to the bound of the ranking, certifies it from the citations themselves, and gives what came of it. */
    public RankedEpoch converge() {
        pageRank.converge();
        Certificate certificate = pageRank.certify();
        if (certificate.largestResidual() > TOLERATED * pageRank.residualBound()) {
            pageRank.converge();
            certificate = pageRank.certify();
        }
        return new RankedEpoch(pageRank.publish(), certificate, paperOf);
    }

    /** What there is now, to be saved at leisure while the collection goes on. */
    public Saved freeze() {
        return new Saved(
                pageRank.publish(),
                known.keySet().stream().mapToInt(Integer::intValue).toArray(),
                known.values().toArray(Known[]::new));
    }

    /** A collection as it was at one moment. */
    public static final class Saved {

        private final Epoch scores;
        private final int[] ids;
        private final Known[] papers;

        private Saved(Epoch scores, int[] ids, Known[] papers) {
            this.scores = scores;
            this.ids = ids;
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
                out.writeInt(ids.length);
                for (int i = 0; i < ids.length; i++) {
                    Known paper = papers[i];
                    out.writeInt(ids[i]);
                    out.writeInt(paper.node);
                    out.writeLong(paper.paperVersion);
                    out.writeLong(paper.referencesVersion);
                    out.writeInt(paper.cited.length);
                    for (int cited : paper.cited) {
                        out.writeInt(cited);
                    }
                }
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
        Map<Integer, Known> known = new HashMap<>();
        IncrementalPageRank pageRank = IncrementalPageRank.load(file, in -> {
            positions.readFrom(in);
            for (int left = in.readInt(); left > 0; left--) {
                known.put(in.readInt(), known(in));
            }
        });
        RankedCollection collection = new RankedCollection(pageRank, withSelfCitations);
        collection.known.putAll(known);
        known.forEach((id, paper) -> {
            if (paper.node != UNSEEN) {
                collection.place(paper.node, id);
                for (int cited : paper.cited) {
                    if (known.getOrDefault(cited, NOTHING).node == UNSEEN) {
                        collection
                                .citingOfUnseen
                                .computeIfAbsent(cited, _ -> new HashSet<>())
                                .add(id);
                    }
                }
            }
        });
        return collection;
    }

    private static Known known(DataInput in) throws IOException {
        int node = in.readInt();
        long paperVersion = in.readLong();
        long referencesVersion = in.readLong();
        int[] cited = new int[in.readInt()];
        for (int i = 0; i < cited.length; i++) {
            cited[i] = in.readInt();
        }
        return new Known(node, paperVersion, referencesVersion, cited);
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
