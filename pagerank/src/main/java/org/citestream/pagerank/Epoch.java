package org.citestream.pagerank;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Papers, citations and scores as they were when {@link IncrementalPageRank#publish()} was called. Immutable, so safe to share between
 * threads: ranks, shares, snapshots and audits are made from it while the owner of the scores goes on. Epochs share what has not changed
 * between them.
 */
public final class Epoch {

    private final CitationLists lists;
    private final PushOrder.Frozen order;
    private final double[][] score;
    private final double @Nullable [][] teleport;
    private final double damping;
    private final double residualBound;
    private final ScoreQuantum quantum;
    private final int papers;
    private final long citations;
    private final double residualL1;

    /** Computed when first asked for; 0 until then, and a repeated computation gives the same. */
    private volatile double sum;

    Epoch(
            CitationLists lists,
            PushOrder.Frozen order,
            double[][] score,
            double @Nullable [][] teleport,
            double damping,
            double residualBound,
            int papers,
            long citations,
            double residualL1) {
        this.lists = lists;
        this.order = order;
        this.score = score;
        this.teleport = teleport;
        this.damping = damping;
        this.residualBound = residualBound;
        this.papers = papers;
        this.citations = citations;
        this.residualL1 = residualL1;
        // Eight times the error: a score seldom lies so near to the edge of a step that its error carries it over.
        this.quantum = new ScoreQuantum(8 * residualBound / (1 - damping));
    }

    /** Node numbers handed out; they run from 0 to one below this. Removed papers are included. */
    public int nodes() {
        return lists.nodes();
    }

    /** Papers present. */
    public int papers() {
        return papers;
    }

    /** Distinct citations between papers that are present. */
    public long citations() {
        return citations;
    }

    /**
     * Whether the paper was removed and not restored.
     *
     * @throws IllegalArgumentException when the paper is unknown
     */
    public boolean isRemoved(int paper) {
        requirePaper(paper);
        return lists.isRemoved(paper);
    }

    /**
     * The unnormalised score of a paper; 0 for a removed one.
     *
     * @throws IllegalArgumentException when the paper is unknown
     */
    public double score(int paper) {
        requirePaper(paper);
        return scoreOf(paper);
    }

    /** Unnormalised scores by node number, in a new array. */
    public double[] scores() {
        return DoubleChunks.flat(score, nodes());
    }

    /** Σ score, by which a score is divided to give PageRank; 0 for an empty graph. O(nodes) when first asked for. */
    public double sum() {
        double known = sum;
        if (known == 0) {
            known = CompensatedSum.of(score, nodes());
            sum = known;
        }
        return known;
    }

    /** The bound of ‖π − π̂‖₁, between 0 and 2, that the residuals gave as they were kept. */
    public double errorBound() {
        return Residuals.errorBound(residualL1, sum(), damping);
    }

    /** The relative step of published scores: a power of two, 8 to 16 times the error that ε leaves in a score, 1/2 at most. */
    public double quantum() {
        return quantum.value();
    }

    /**
     * The relative gap below which the order of two scores is not known, where no weight of the teleport is below 1. Scores whose exact
     * values are equal are within it once {@link IncrementalPageRank#converge()} ran.
     */
    public double tieTolerance() {
        double relativeError = residualBound / (1 - damping);
        return relativeError < 0.5 ? 2 * relativeError / (1 - relativeError) + 64 * Residuals.ROUNDING : 2;
    }

    /**
     * The ranks of all papers present, with ties by {@link #tieTolerance()}. O(papers).
     *
     * @param paperId the caller's id of a node number; ids are distinct and not negative, and order tied papers
     * @throws IllegalArgumentException when ids are negative or repeated
     */
    public RankIndex rankIndex(IntUnaryOperator paperId) {
        int[] ids = new int[papers];
        double[] scores = new double[papers];
        int count = 0;
        for (int paper = 0; paper < nodes(); paper++) {
            if (!lists.isRemoved(paper)) {
                ids[count] = paperId.applyAsInt(paper);
                scores[count++] = Math.max(0, scoreOf(paper));
            }
        }
        return RankIndex.of(ids, scores, count, tieTolerance());
    }

    /**
     * Gives each paper, ascending by node number, whose published score differs from that of an earlier epoch: its score rounded to
     * {@link #quantum()}, or 0 where it was removed. What did not change in between is not read.
     *
     * @param earlier an epoch of the same instance, or null to be given every paper that has a score
     * @return the number of papers given
     */
    @SuppressWarnings("ReferenceEquality") // the same chunk is one that nobody wrote to
    public int changedSince(@Nullable Epoch earlier, ScoreConsumer consumer) {
        int changed = 0;
        for (int chunk = 0; chunk < score.length; chunk++) {
            double[] before = earlier == null || chunk >= earlier.score.length ? null : earlier.score[chunk];
            if (before == score[chunk]) {
                continue;
            }
            int from = chunk << DoubleChunks.BITS;
            int to = Math.min(nodes() - from, DoubleChunks.LENGTH);
            for (int i = 0; i < to; i++) {
                double now = published(score[chunk][i]);
                if (now != (before == null ? 0 : published(before[i]))) {
                    consumer.accept(from + i, now);
                    changed++;
                }
            }
        }
        return changed;
    }

    /**
     * Why a paper has its score: what each paper that cites it gives. O(citations), since only references are kept: a millisecond for a hundred
     * thousand citations, some tenths of a second for twenty million.
     *
     * @throws IllegalArgumentException when the paper is unknown
     */
    public ScoreShares why(int paper) {
        requirePaper(paper);
        double of = lists.isRemoved(paper) ? 0 : (1 - damping) * Teleport.weight(teleport, paper);
        ScoreShares.Collector collector = new ScoreShares.Collector();
        for (int citing = 0; citing < nodes(); citing++) {
            long entry = lists.entry(citing);
            if (lists.gives(entry, paper)) {
                collector.add(citing, damping * scoreOf(citing) / ListEntry.counting(entry));
            }
        }
        return collector.of(paper, scoreOf(paper), of);
    }

    /**
     * Solves the graph from the start, apart from the scores here: the audit. Takes 8 bytes a paper, and 8 more for each thread. Where papers have been sorted
     * by date, the citations are copied in that order first: 4 bytes each and 4 a list, and 16 to 20 bytes a paper.
     *
     * @param errorBound the bound of ‖π − π̂‖₁ to reach, from 1024 roundings over 1−α (7.6e-13 at α = 0.85) to 2
     * @param threads how many work at once, from 1 to 1,024; the result is the same bits for the same number of them
     * @throws IllegalArgumentException when the bound or the threads are out of range
     */
    public FullSolve solveFully(double errorBound, int threads) {
        return FullSolve.of(lists, order.paperAt(), teleport, damping, errorBound, threads);
    }

    /**
     * The same with a teleport of its own, such as 1 for the papers of this decade and 0 for all others: the graph as those papers see it.
     *
     * @param weight of each paper, by node number; from 0 to 1,000,000. It is asked about each paper that is present
     * @throws IllegalArgumentException when the bound, the threads or a weight are out of range
     */
    public FullSolve solveFully(double errorBound, int threads, IntToDoubleFunction weight) {
        DoubleChunks weights = new DoubleChunks();
        for (int paper = 0; paper < nodes(); paper++) {
            weights.append(lists.isRemoved(paper) ? 0 : Teleport.requireWeight(weight.applyAsDouble(paper)));
        }
        return FullSolve.of(lists, order.paperAt(), weights.freeze(), damping, errorBound, threads);
    }

    /**
     * Writes a snapshot, from which {@link IncrementalPageRank#load} goes on: to a file beside the one named, which is flushed and then takes its
     * name, so that there is the former snapshot or this one and never a part.
     *
     * @param attachment writes what the caller needs to go on, such as the positions of its input
     * @throws IOException when it cannot be written; the former snapshot is as it was
     */
    public void save(Path file, SnapshotAttachment attachment) throws IOException {
        SnapshotFile.write(file, this, attachment);
    }

    CitationLists lists() {
        return lists;
    }

    PushOrder.Frozen order() {
        return order;
    }

    double teleportOf(int paper) {
        return Teleport.weight(teleport, paper);
    }

    boolean hasTeleport() {
        return teleport != null;
    }

    /** The damping factor α. */
    public double damping() {
        return damping;
    }

    double residualBound() {
        return residualBound;
    }

    double scoreOf(int paper) {
        return score[paper >>> DoubleChunks.BITS][paper & DoubleChunks.MASK];
    }

    /** Before a paper has converged its score may be negative, which a reader never should see. */
    private double published(double unrounded) {
        return quantum.round(Math.max(0, unrounded));
    }

    private void requirePaper(int paper) {
        if (paper < 0 || paper >= nodes()) {
            throw new IllegalArgumentException(
                    "paper %d is unknown: the graph had %d, numbered from 0".formatted(paper, nodes()));
        }
    }

    @Override
    public String toString() {
        return "Epoch[papers=%d, citations=%d]".formatted(papers, citations);
    }
}
