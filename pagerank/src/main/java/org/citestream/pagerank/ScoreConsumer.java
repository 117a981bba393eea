package org.citestream.pagerank;

/** Takes the papers whose score has changed. */
@FunctionalInterface
public interface ScoreConsumer {

    /**
     * Takes one paper.
     *
     * @param paper the node number of the paper
     * @param quantisedScore its unnormalised score, rounded to {@link Epoch#quantum()}; 0 when it was removed
     */
    void accept(int paper, double quantisedScore);
}
