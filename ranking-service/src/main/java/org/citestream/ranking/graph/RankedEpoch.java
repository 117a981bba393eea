package org.citestream.ranking.graph;

import org.citestream.pagerank.Certificate;
import org.citestream.pagerank.Epoch;
import org.citestream.pagerank.FullSolve;
import org.citestream.pagerank.ScoreConsumer;
import org.jspecify.annotations.Nullable;

/** The ranking at one moment, by paper id. Immutable: it may be published and audited while the collection goes on. */
public final class RankedEpoch {

    /** A little above what is allowed, which is not for solving. */
    private static final double SPARE = 1.01;

    private final Epoch scores;
    private final Certificate certificate;
    private final long pushes;

    /** By node; longer than there were nodes, and what is beyond them may change. */
    private final int[] paperOf;

    RankedEpoch(Epoch scores, Certificate certificate, long pushes, int[] paperOf) {
        this.scores = scores;
        this.certificate = certificate;
        this.pushes = pushes;
        this.paperOf = paperOf;
    }

    /** What the citations themselves prove of the scores. */
    public Certificate certificate() {
        return certificate;
    }

    /** How many pushes have led here from the scores before. */
    public long pushes() {
        return pushes;
    }

    /** Relative step of published scores. */
    public double quantum() {
        return scores.quantum();
    }

    /**
     * Gives each paper whose published score changed, with 0 for one that no longer counts.
     *
     * @param earlier an epoch of the same collection, or null to be given all
     */
    public void changedSince(@Nullable RankedEpoch earlier, ScoreConsumer byPaperId) {
        scores.changedSince(
                earlier == null ? null : earlier.scores, (node, score) -> byPaperId.accept(paperOf[node], score));
    }

    /** Solves the graph of this moment from the start, to an error bound, or to the smallest that the damping factor leaves, if that is larger. */
    public FullSolve solveFully(double errorBound) {
        return scores.solveFully(Math.max(errorBound, SPARE * FullSolve.smallestErrorBound(scores.damping())), 1);
    }

    /** How far the scores are from those of a full solve, both as shares of their sum. */
    public double distanceFrom(FullSolve solve) {
        return solve.distanceTo(scores);
    }
}
