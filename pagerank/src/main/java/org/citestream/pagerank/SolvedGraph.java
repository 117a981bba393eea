package org.citestream.pagerank;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * A graph that was solved elsewhere, such as on many machines, to go on from here: {@link #save} writes paper after paper the snapshot from which
 * {@link IncrementalPageRank#load} goes on, and holds none of them. Loading computes the residuals from the edges, so scores that are wrong or
 * rough cost pushes and nothing else.
 *
 * @param damping as in {@link IncrementalPageRank#IncrementalPageRank(double, double)}
 * @param residualBound likewise
 * @param nodes how many papers {@code papers} gives
 * @param newest the largest publication order among them
 * @param papers by ascending publication order; the first is node 0
 */
public record SolvedGraph(double damping, double residualBound, int nodes, int newest, Iterator<Paper> papers) {

    /**
     * A paper with its score.
     *
     * @param publicationOrder as in {@link IncrementalPageRank#addPaper}
     * @param removed whether it does not count
     * @param cited nodes that it cites and that count, ascending, each once
     * @param resting nodes that it cites and that are removed, likewise
     * @param score unnormalised; 0 where it is removed
     */
    @SuppressWarnings("ArrayRecordComponent") // written and forgotten
    public record Paper(int publicationOrder, boolean removed, int[] cited, int[] resting, double score) {}

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public SolvedGraph {
        var _ = new IncrementalPageRank(damping, residualBound);
        if (nodes < 0) {
            throw new IllegalArgumentException("there cannot be %d papers".formatted(nodes));
        }
    }

    /**
     * Writes the snapshot; the former one stays until this one is whole.
     *
     * @param attachment writes what the caller needs to go on
     * @throws IOException when it cannot be written
     * @throws IllegalArgumentException when a paper is not as described, or there are more or fewer than {@code nodes}
     */
    public void save(Path file, SnapshotAttachment attachment) throws IOException {
        SnapshotFile.write(file, this, attachment);
    }

    /** The paper, after a look at what loading trusts. */
    Paper require(Paper paper, int node, int before) {
        if (paper.publicationOrder < before || paper.publicationOrder > newest) {
            throw new IllegalArgumentException("paper %d is of %d, after one of %d, and the newest is of %d"
                    .formatted(node, paper.publicationOrder, before, newest));
        }
        if (!(paper.score >= 0 && paper.score < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("paper %d has the score %s".formatted(node, paper.score));
        }
        requireAscending(paper.cited, node);
        requireAscending(paper.resting, node);
        return paper;
    }

    private void requireAscending(int[] list, int node) {
        int last = -1;
        for (int each : list) {
            if (each <= last || each >= nodes || each == node) {
                throw new IllegalArgumentException(
                        "paper %d cannot cite %d after %d among %d papers".formatted(node, each, last, nodes));
            }
            last = each;
        }
    }
}
