package org.citestream.pagerank;

import java.io.IOException;
import java.nio.file.Path;

/**
 * PageRank of a citation graph that changes, exact to a stated bound.
 *
 * <h2>What is computed</h2>
 *
 * <p>The solution x of <em>x = (1−α) t + α Pᵀ x</em>, where P<sub>uv</sub> = 1/d<sub>u</sub> when paper u, of d<sub>u</sub> references, cites v,
 * and a paper without references passes nothing on. The teleport t is 1 for every paper, unless {@link #setTeleport} says
 * otherwise. The PageRank of v that is usually published is x<sub>v</sub> / Σx: it
 * equals PageRank in which the papers without references spread their score over all papers as the teleport does [1, 2]. The form
 * is chosen because neither the number of papers nor Σx occurs in it, so that a new paper is a local event.
 *
 * <h2>How</h2>
 *
 * <p>Kept are, for each paper, an estimate x and its residual, under the invariant
 *
 * <pre>    r = (1−α) t + α Pᵀ x − x</pre>
 *
 * <p>Each event changes r so that the invariant holds for the new graph; each <em>push</em> of a paper u makes it truer:
 * x<sub>u</sub> += r<sub>u</sub>, then r<sub>w</sub> += α r<sub>u</sub> / d<sub>u</sub> for each w that u cites, and r<sub>u</sub> = 0
 * [3, 4]. Pushing ends when every |r| ≤ ε.
 *
 * <ul>
 *   <li>A new paper starts with x = 0, r = (1−α) t. Setting references of a paper with x = 0 therefore costs no push.
 *   <li>Replacing the references of u takes α x<sub>u</sub> / d<sub>u</sub> back from each paper it cited, and gives α x<sub>u</sub> / d'<sub>u</sub>
 *       to each that it cites now. (Rules that touch one edge keep x<sub>u</sub> / d<sub>u</sub> instead of x<sub>u</sub>. They defer this work to the push
 *       of u, and let x<sub>u</sub> swing by the factor d' / d, which costs digits.)
 *   <li>A retraction takes back what the paper gave, sets its x and r to 0, and takes it out of each list that holds it.
 *   <li>A weight of the teleport that goes from t to t' adds (1−α)(t' − t) to r.
 * </ul>
 *
 * <p><b>Order decides the cost.</b> Nearly all citations point to older papers. Pushing from the newest paper down to the oldest
 * therefore pushes each paper once per change, after all that it receives; only what an older paper passes up to a newer
 * one needs another sweep. Short cycles, of papers of one season that cite each other, are settled on the way. First in first
 * out needs three times the pushes, last in first out fifty times. A wrong order costs time, never correctness. When an
 * eighth of all papers awaits a push, the queue is left aside and all papers are swept, which reads memory in order.
 *
 * <h2>Bounds</h2>
 *
 * <p>In norm, ‖x − x̂‖₁ ≤ ‖r‖₁/(1−α), and after both are divided by their sums, ‖π − π̂‖₁ ≤ 2‖r‖₁ / ((1−α)‖x̂‖₁), whatever the teleport.
 * With |r| ≤ ε everywhere and δ = ε/(1−α), each score is within δ y<sub>v</sub> of the exact x<sub>v</sub>, where y is the score under a teleport
 * of 1; so within δ x<sub>v</sub>, where no weight is below 1. Rounding lets the residuals that are kept drift from the true ones,
 * by 1e-11 in long runs: {@link #certify} computes them anew and certifies from those.
 *
 * <h2>Readers</h2>
 *
 * <p>One thread owns an instance and changes it. {@link #publish} gives an {@link Epoch}: everything as it is at that moment, for any thread
 * and for as long as it is wanted, while the owner goes on. Nothing is copied for it, but what is changed later.
 *
 * <h2>Cost</h2>
 *
 * <p>28 bytes a paper whose date follows those before it, 8 more once dates have been sorted, 8 more once a teleport weight is set, and 4
 * bytes for a list and for each citation in it. Everything that has an entry a paper is cut into chunks of 4096, so that growing
 * copies none of them, but only the table of where they are, a pointer for 4096 papers; lists are addressed by 40 bits. An epoch that is kept costs the chunks that have changed since. An
 * event costs its list; a removal or restoration scans all lists, and {@link #removeAll} does so once for many. Twice all papers are gone through at once, within {@link #converge()}: where an
 * eighth of them came later than their date, they are sorted, O(papers · log papers) with 20 bytes a paper for a while, which happens again
 * when the graph has grown by an eighth; and where half of the memory of lists is garbage, the lists are copied together, O(papers + citations). Results are a function of the sequence of calls: nothing is
 * random, nothing concurrent.
 *
 * <h2>References</h2>
 *
 * <ol>
 *   <li>S. Brin, L. Page: The anatomy of a large-scale hypertextual web search engine (1998).
 *   <li>D. Gleich: PageRank beyond the web (2015), on strongly and weakly preferential dangling nodes.
 *   <li>R. Andersen, F. Chung, K. Lang: Local graph partitioning using PageRank vectors (2006).
 *   <li>H. Zhang, P. Lofgren, A. Goel: Approximate personalized PageRank on dynamic graphs (2016).
 * </ol>
 */
public final class IncrementalPageRank {

    /** The damping factor of Brin and Page. */
    public static final double DEFAULT_DAMPING = 0.85;

    /** Scores good to 7 parts in 10¹² each. */
    public static final double DEFAULT_RESIDUAL_BOUND = 1e-12;

    /** Numbers much smaller are rounded so roughly that a push no longer makes them any smaller, and pushing does not end. */
    private static final double SMALLEST_RESIDUAL_BOUND = 1e-200;

    /** Pushes round the score that they add to, each by one rounding at most: so many, either way, do not add up to more than this in an epoch. */
    private static final int ROUNDINGS_OF_A_SCORE = 16;

    private final double damping;
    private final double residualBound;
    private final CitationGraph graph = new CitationGraph();
    private final ReferenceSet incoming = new ReferenceSet();
    private final Teleport teleport = new Teleport();
    private final Pushes pushes;
    private final Retractions retractions;

    /** A graph without papers, with {@link #DEFAULT_DAMPING} and {@link #DEFAULT_RESIDUAL_BOUND}. */
    public IncrementalPageRank() {
        this(DEFAULT_DAMPING, DEFAULT_RESIDUAL_BOUND);
    }

    /**
     * A graph without papers.
     *
     * @param damping the damping factor α, between 0 and 1, both exclusive
     * @param residualBound ε, the largest residual that {@link #converge()} leaves; from 1e-200 to below 1−α
     * @throws IllegalArgumentException when either is out of range or not a number
     */
    public IncrementalPageRank(double damping, double residualBound) {
        if (!(damping > 0 && damping < 1)) {
            throw new IllegalArgumentException("damping must be above 0 and below 1, not " + damping);
        }
        this.damping = damping;
        this.residualBound = requireBound(residualBound);
        this.pushes = new Pushes(graph, teleport, damping, residualBound);
        this.retractions = new Retractions(graph, pushes);
    }

    /**
     * Adds a paper without references.
     *
     * @param publicationOrder any int that grows with the date of publication, such as the year. Papers may arrive in
     *     any order; a wrong or unknown date costs time and changes no score
     * @return the node number of the paper: 0 for the first, then 1, and so on; never used again
     * @throws IllegalStateException when the graph is full, at 2³¹−9 papers
     */
    public int addPaper(int publicationOrder) {
        int paper = graph.addPaper(publicationOrder);
        teleport.append();
        pushes.append(paper);
        return paper;
    }

    /**
     * Sets the share of the teleport that a paper gets, relative to that of the others; 1 for a paper for which none was set. Weights of 1
     * for the papers of this decade and 0 for the rest give the ranking as this decade sees it; weights by venue, as that venue does. For a
     * single answer, {@link Epoch#solveFully(double, int, java.util.function.IntToDoubleFunction)} needs no second instance.
     *
     * @param weight 0, or from 1e-200 to 1,000,000
     * @throws IllegalArgumentException when the paper is unknown or the weight out of range or not a number; nothing is changed
     */
    public void setTeleport(int paper, double weight) {
        graph.requirePaper(paper);
        double before = teleport.weight(paper);
        if (Teleport.requireWeight(weight) == before) {
            return;
        }
        teleport.set(paper, weight);
        if (!graph.isRemoved(paper)) {
            pushes.receive(paper, (1 - damping) * (weight - before));
        }
    }

    /**
     * Replaces the references of a paper by the complete set given. Repeated entries and the citing paper itself are
     * dropped and counted. A cited paper that is removed is remembered, and counts when it is restored.
     *
     * @param citing the citing paper, present or removed
     * @param cited the papers it cites, in any order; neither kept nor changed
     * @param count how many entries of {@code cited} to read; 0 withdraws all references
     * @return what has changed
     * @throws IllegalArgumentException when a paper is unknown, {@code count} is not within the array, or more than 8,388,607
     *     distinct papers are cited; nothing is changed
     */
    public ReferenceChange setReferences(int citing, int[] cited, int count) {
        graph.requirePaper(citing);
        if (count < 0 || count > cited.length) {
            throw new IllegalArgumentException(
                    "count must be from 0 to %d, the length of the array, not %d".formatted(cited.length, count));
        }
        requirePapers(cited, count);
        incoming.fill(citing, cited, count);
        if (incoming.size() > ListEntry.MOST_REFERENCES) {
            throw new IllegalArgumentException(
                    "a paper cites at most %d papers, not %d".formatted(ListEntry.MOST_REFERENCES, incoming.size()));
        }
        ReferenceChange change = graph.compare(citing, incoming);
        if (!change.isEmpty()) {
            pushes.give(citing, -1);
            graph.replace(citing, incoming);
            pushes.give(citing, +1);
        }
        return change;
    }

    /**
     * Retracts a paper: it leaves the graph with the citations it gives and receives, and scores 0. Its references, and the
     * lists that name it, are remembered. Scans all lists, unless none has ever named it.
     *
     * @return whether it was present
     * @throws IllegalArgumentException when the paper is unknown
     */
    public boolean remove(int paper) {
        return removeAll(new int[] {paper}) > 0;
    }

    /**
     * {@link #remove Retracts} many papers with one scan of all lists.
     *
     * @param papers in any order; one that is removed already, or named twice, does not matter
     * @return how many of them were present
     * @throws IllegalArgumentException when a paper is unknown; nothing is changed
     */
    public int removeAll(int[] papers) {
        requirePapers(papers, papers.length);
        return retractions.remove(papers);
    }

    /**
     * Takes a removed paper back, with the references set last (before or after it was removed) and with the citations of
     * the papers whose lists name it now. Scans all lists, unless none has ever named it.
     *
     * @return whether it was removed
     * @throws IllegalArgumentException when the paper is unknown
     */
    public boolean restore(int paper) {
        return restoreAll(new int[] {paper}) > 0;
    }

    /**
     * {@link #restore Takes back} many papers with one scan of all lists.
     *
     * @param papers in any order; one that is present already, or named twice, does not matter
     * @return how many of them were removed
     * @throws IllegalArgumentException when a paper is unknown; nothing is changed
     */
    public int restoreAll(int[] papers) {
        requirePapers(papers, papers.length);
        return retractions.restore(papers);
    }

    /**
     * Whether the paper was removed and not restored.
     *
     * @throws IllegalArgumentException when the paper is unknown
     */
    public boolean isRemoved(int paper) {
        graph.requirePaper(paper);
        return graph.isRemoved(paper);
    }

    /** Node numbers handed out; they run from 0 to one below this. Removed papers are included. */
    public int nodes() {
        return graph.nodes();
    }

    /** Papers present. */
    public int papers() {
        return graph.papers();
    }

    /** Distinct citations between papers that are present. */
    public long citations() {
        return graph.citations();
    }

    /**
     * Memory that the graph, its scores and residuals take, without what epochs hold that are kept. O(citations / 2²⁰).
     */
    public long bytes() {
        long chunks = (nodes() + (long) DoubleChunks.MASK) >>> DoubleChunks.BITS;
        int perPaper = Long.BYTES + 2 * Double.BYTES + graph.order().bytesPerPaper() + teleport.bytesPerPaper();
        return chunks * DoubleChunks.LENGTH * perPaper + graph.bytesOfLists();
    }

    /**
     * How many papers that are present this paper cites; 0 for a removed paper.
     *
     * @throws IllegalArgumentException when the paper is unknown
     */
    public int referenceCount(int paper) {
        graph.requirePaper(paper);
        return ListEntry.giving(graph.entry(paper));
    }

    /**
     * The papers present that this paper cites, ascending, in a new array; empty for a removed paper.
     *
     * @throws IllegalArgumentException when the paper is unknown
     */
    public int[] references(int paper) {
        graph.requirePaper(paper);
        return graph.references(paper);
    }

    /**
     * Pushes until every residual is within {@link #residualBound()}.
     *
     * @return the number of pushes
     */
    public long converge() {
        return converge(residualBound);
    }

    /**
     * Pushes until every residual is within a bound. On a large graph, converge to a loose bound (1e-3) after each paper and
     * to a tight one per epoch: pushes that cancel out in between are never made. Going from a loose bound to a
     * tighter one reads all residuals once.
     *
     * @param bound the largest residual to leave; from 1e-200 to below 1−α
     * @return the number of pushes
     * @throws IllegalArgumentException when the bound is out of range or not a number
     */
    public long converge(double bound) {
        requireBound(bound);
        graph.compactIfWorn();
        if (graph.order().isWorn()) {
            graph.order().sort();
            pushes.enqueueAll();
        }
        return pushes.converge(bound);
    }

    /**
     * The unnormalised score x of a paper: (1−α) t for one that nobody cites, more for others, 0 for a removed one. Before the
     * first {@link #converge()} after a paper was added, anything.
     *
     * @throws IllegalArgumentException when the paper is unknown
     */
    public double score(int paper) {
        graph.requirePaper(paper);
        return pushes.score(paper);
    }

    /** Σ score, by which a score is divided to give PageRank; 0 for an empty graph. O(nodes). */
    public double sum() {
        return pushes.sum();
    }

    /** The damping factor α. */
    public double damping() {
        return damping;
    }

    /** The bound ε of {@link #converge()}. */
    public double residualBound() {
        return residualBound;
    }

    /**
     * The bound of ‖π − π̂‖₁, between 0 and 2, that the residuals as kept give. They may have drifted by rounding: see
     * {@link #certify}. O(nodes).
     */
    public double errorBound() {
        return Residuals.errorBound(pushes.residualL1(), sum(), damping);
    }

    /**
     * Computes all residuals anew from the edges, which ends any drift, and returns what they prove. A paper whose residual turns out
     * larger than the bound last converged to is pushed by the next {@link #converge()}. O(citations).
     */
    public Certificate certify() {
        pushes.recompute();
        double scoreSum = sum();
        double residualL1 = pushes.residualL1() + Residuals.rounding(Math.abs(scoreSum));
        return new Certificate(
                papers(),
                citations(),
                scoreSum,
                residualL1,
                pushes.largestResidual(0),
                pushes.largestResidual(ROUNDINGS_OF_A_SCORE),
                Residuals.errorBound(residualL1, scoreSum, damping));
    }

    /**
     * Everything as it is now, for any thread to read. Call it after {@link #converge()}: scores are published as they are. O(papers) to sum
     * up the residuals; what is changed from now on is copied first, 4096 papers at a time.
     */
    public Epoch publish() {
        return new Epoch(
                graph.freeze(),
                graph.order().freeze(),
                pushes.freeze(),
                teleport.freeze(),
                damping,
                residualBound,
                papers(),
                citations(),
                pushes.residualL1());
    }

    /**
     * Goes on from a snapshot that {@link Epoch#save} wrote. Residuals are computed anew, as by {@link #certify()}: from there on, an instance
     * that was certified before it was published and one that was loaded are the same bit by bit. O(citations).
     *
     * @param attachment takes what was attached; called last, and only when all that was written before is sound
     * @throws SnapshotException when the file isn't a snapshot, is truncated, or differs from what was written
     * @throws IOException when the file cannot be read
     */
    public static IncrementalPageRank load(Path file, SnapshotAttachment.Reader attachment) throws IOException {
        return SnapshotFile.read(file, attachment);
    }

    /** Puts papers into the parts of an instance. */
    @FunctionalInterface
    interface Restorer {
        void into(CitationGraph graph, Teleport teleport, Pushes pushes) throws IOException;
    }

    /** Takes the papers of a snapshot; this instance has none. */
    void restore(Restorer restorer) throws IOException {
        restorer.into(graph, teleport, pushes);
        pushes.recompute();
    }

    private void requirePapers(int[] papers, int count) {
        for (int i = 0; i < count; i++) {
            graph.requirePaper(papers[i]);
        }
    }

    private double requireBound(double bound) {
        if (!(bound >= SMALLEST_RESIDUAL_BOUND && bound < 1 - damping)) {
            throw new IllegalArgumentException("a residual bound must be from %s to below 1 - damping = %s, not %s"
                    .formatted(SMALLEST_RESIDUAL_BOUND, 1 - damping, bound));
        }
        return bound;
    }
}
