package org.citestream.pagerank;

/** Takes papers out of the graph and back into it, many with one look at all lists. */
final class Retractions {

    private final CitationGraph graph;
    private final Pushes pushes;

    Retractions(CitationGraph graph, Pushes pushes) {
        this.graph = graph;
        this.pushes = pushes;
    }

    /** Removes those that are present, and returns how many were. */
    int remove(int[] papers) {
        int[] removed = new int[papers.length];
        int count = 0;
        for (int paper : papers) {
            if (!graph.isRemoved(paper)) {
                pushes.give(paper, -1);
                graph.setRemoved(paper, true);
                pushes.forget(paper);
                removed[count++] = paper;
            }
        }
        move(removed, count, false);
        // What those took back that name them.
        for (int i = 0; i < count; i++) {
            pushes.forget(removed[i]);
        }
        return count;
    }

    /** Restores those that are removed, and returns how many were. */
    int restore(int[] papers) {
        int[] restored = new int[papers.length];
        int count = 0;
        for (int paper : papers) {
            if (graph.isRemoved(paper)) {
                graph.setRemoved(paper, false);
                pushes.introduce(paper);
                restored[count++] = paper;
            }
        }
        move(restored, count, true);
        return count;
    }

    /** Moves these papers, in each list that names some of them, to the counting references or away from them. */
    private void move(int[] papers, int count, boolean toCounting) {
        BitChunks named = new BitChunks();
        int one = 0;
        int names = 0;
        for (int i = 0; i < count; i++) {
            if (graph.mayBeNamed(papers[i])) {
                named.add(papers[i]);
                one = papers[i];
                names++;
            }
        }
        if (names == 1) {
            moveOne(one, named, toCounting);
        } else if (names > 1) {
            moveSeveral(named, toCounting);
        }
    }

    private void moveOne(int paper, BitChunks alone, boolean toCounting) {
        for (int citing = 0; citing < graph.nodes(); citing++) {
            if (graph.names(citing, paper, toCounting)) {
                move(citing, alone, 1, toCounting);
            }
        }
    }

    private void moveSeveral(BitChunks papers, boolean toCounting) {
        for (int citing = 0; citing < graph.nodes(); citing++) {
            int count = graph.among(citing, papers, toCounting);
            if (count > 0) {
                move(citing, papers, count, toCounting);
            }
        }
    }

    private void move(int citing, BitChunks papers, int count, boolean toCounting) {
        pushes.give(citing, -1);
        graph.move(citing, papers, count, toCounting);
        pushes.give(citing, +1);
    }
}
