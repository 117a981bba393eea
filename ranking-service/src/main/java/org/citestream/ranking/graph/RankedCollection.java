package org.citestream.ranking.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citestream.pagerank.Certificate;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.pagerank.ScoreConsumer;

/**
 * The papers and their references as they are told, and the PageRank of the live ones among them.
 *
 * <p>Papers and references come on two topics, so either may be first. A citation counts while both its papers are live; one whose
 * cited paper has not been seen is kept, and set when that paper is. Of each paper the highest version of either record counts, so
 * that a record told twice or late changes nothing. Not thread-safe.
 */
public final class RankedCollection {

    private static final int UNSEEN = -1;

    private final IncrementalPageRank pageRank;
    private final boolean withSelfCitations;
    private final Map<Integer, Set<Integer>> citingOfUnseen = new HashMap<>();
    private int[] nodeOf = new int[0];
    private int[] paperOf = new int[0];
    private long[] paperVersion = new long[0];
    private long[] referencesVersion = new long[0];
    private int[][] citedBy = new int[0][];

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
     */
    public void paper(int id, long version, boolean live, int year) {
        ensure(id);
        if (version <= paperVersion[id]) {
            return;
        }
        paperVersion[id] = version;
        boolean unseen = nodeOf[id] == UNSEEN;
        if (unseen) {
            int node = pageRank.addPaper(year);
            nodeOf[id] = node;
            paperOf = grown(paperOf, node);
            paperOf[node] = id;
        }
        if (live) {
            pageRank.restore(nodeOf[id]);
        } else {
            pageRank.remove(nodeOf[id]);
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
     */
    public void references(int id, long version, List<Integer> cited, List<Integer> self) {
        ensure(id);
        if (version <= referencesVersion[id]) {
            return;
        }
        referencesVersion[id] = version;
        Set<Integer> without = withSelfCitations ? Set.of() : new HashSet<>(self);
        citedBy[id] = cited.stream()
                .filter(each -> !without.contains(each))
                .mapToInt(Integer::intValue)
                .toArray();
        setReferences(id);
    }

    private void setReferences(int id) {
        int[] cited = citedBy[id];
        if (nodeOf[id] == UNSEEN || cited == null) {
            return;
        }
        int[] nodes = new int[cited.length];
        int count = 0;
        for (int each : cited) {
            ensure(each);
            if (nodeOf[each] == UNSEEN) {
                citingOfUnseen.computeIfAbsent(each, _ -> new HashSet<>()).add(id);
            } else {
                nodes[count++] = nodeOf[each];
            }
        }
        pageRank.setReferences(nodeOf[id], nodes, count);
    }

    /** Brings every score to the bound of the ranking, and certifies it from the citations themselves. */
    public Certificate converge() {
        pageRank.converge();
        pageRank.certify();
        pageRank.converge();
        return pageRank.certify();
    }

    /** Gives each paper whose published score changed since the last time, with 0 for one that no longer counts. */
    public void drainChanged(ScoreConsumer byPaperId) {
        pageRank.drainChanged((node, score) -> byPaperId.accept(paperOf[node], score));
    }

    /** Relative step of published scores. */
    public double quantum() {
        return pageRank.quantum();
    }

    private void ensure(int id) {
        if (id < 1) {
            throw new IllegalArgumentException("a paper id is at least 1, not " + id);
        }
        if (id >= nodeOf.length) {
            int from = nodeOf.length;
            int size = Math.max(id + 1, from + (from >> 1) + 1024);
            nodeOf = Arrays.copyOf(nodeOf, size);
            Arrays.fill(nodeOf, from, size, UNSEEN);
            paperVersion = Arrays.copyOf(paperVersion, size);
            referencesVersion = Arrays.copyOf(referencesVersion, size);
            citedBy = Arrays.copyOf(citedBy, size);
        }
    }

    private static int[] grown(int[] array, int index) {
        return index < array.length ? array : Arrays.copyOf(array, Math.max(index + 1, array.length * 2));
    }
}
