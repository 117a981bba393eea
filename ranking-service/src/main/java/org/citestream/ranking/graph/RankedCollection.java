package org.citestream.ranking.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citestream.pagerank.Certificate;
import org.citestream.pagerank.Epoch;
import org.citestream.pagerank.IncrementalPageRank;
import org.citestream.pagerank.ScoreConsumer;
import org.jspecify.annotations.Nullable;

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
    private final Map<Integer, Set<Known>> citingOfUnseen = new HashMap<>();
    private final Map<Integer, Known> known = new HashMap<>();
    private int[] paperOf = new int[16];
    private @Nullable Epoch drained;

    /** What was told of a paper. */
    private static final class Known {
        int node = UNSEEN;
        long paperVersion;
        long referencesVersion;
        int[] cited = new int[0];
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
        Known paper = known.computeIfAbsent(id, _ -> new Known());
        if (version <= paper.paperVersion) {
            return;
        }
        paper.paperVersion = version;
        boolean unseen = paper.node == UNSEEN;
        if (unseen) {
            paper.node = pageRank.addPaper(year);
            paperOf = grown(paperOf, paper.node);
            paperOf[paper.node] = id;
        }
        if (live) {
            pageRank.restore(paper.node);
        } else {
            pageRank.remove(paper.node);
        }
        if (unseen) {
            setReferences(paper);
            Set<Known> citing = citingOfUnseen.remove(id);
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
        Known paper = known.computeIfAbsent(id, _ -> new Known());
        if (version <= paper.referencesVersion) {
            return;
        }
        paper.referencesVersion = version;
        Set<Integer> without = withSelfCitations ? Set.of() : new HashSet<>(self);
        paper.cited = cited.stream()
                .filter(each -> !without.contains(each))
                .mapToInt(Integer::intValue)
                .toArray();
        setReferences(paper);
    }

    private void setReferences(Known paper) {
        if (paper.node == UNSEEN) {
            return;
        }
        int[] nodes = new int[paper.cited.length];
        int count = 0;
        for (int each : paper.cited) {
            Known cited = known.get(each);
            if (cited == null || cited.node == UNSEEN) {
                citingOfUnseen.computeIfAbsent(each, _ -> new HashSet<>()).add(paper);
            } else {
                nodes[count++] = cited.node;
            }
        }
        pageRank.setReferences(paper.node, nodes, count);
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
        Epoch now = pageRank.publish();
        now.changedSince(drained, (node, score) -> byPaperId.accept(paperOf[node], score));
        drained = now;
    }

    /** Relative step of published scores. */
    public double quantum() {
        return pageRank.publish().quantum();
    }

    private static void requireId(int id) {
        if (id < 1) {
            throw new IllegalArgumentException("a paper id is at least 1, not " + id);
        }
    }

    private static int[] grown(int[] array, int index) {
        return index < array.length ? array : Arrays.copyOf(array, Math.max(index + 1, array.length * 2));
    }
}
