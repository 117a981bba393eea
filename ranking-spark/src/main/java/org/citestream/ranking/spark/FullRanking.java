package org.citestream.ranking.spark;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.citestream.events.Topics;
import org.citestream.pagerank.SolvedGraph;
import org.citestream.ranking.epoch.SavedRanks;
import org.citestream.ranking.graph.SolvedCollection;
import org.citestream.ranking.snapshot.Snapshots;

/**
 * PageRank of all that the topics hold, on as many machines as Spark has.
 *
 * <p>It iterates <em>x' = (1−α) + α Pᵀ x</em>, the fixed point that the ranking service pushes towards. The residual of x' is αPᵀ(x' − x), so
 * 2α‖x' − x‖₁ / ((1−α)‖x'‖₁) bounds the error of the normalised scores, and the iteration ends when that is small enough. Papers are cut into
 * blocks of consecutive nodes in order of publication. A block keeps its citations as arrays in memory; what its papers give goes to each
 * other block as two arrays, so that no citation ever is an object. (With a row for a citation, as data frames and GraphX have it, each iteration makes,
 * hashes and sorts as many rows as there are citations.)
 */
final class FullRanking {

    private static final int MOST_ITERATIONS = 500;
    private static final int ITERATIONS_A_CHECKPOINT = 10;

    private final JavaSparkContext spark;
    private final Log log;
    private final double damping;
    private final double residualBound;
    private final int parallelism;

    /**
     * @param spark runs it
     * @param log what to rank
     * @param damping of the ranking service
     * @param residualBound of the ranking service
     * @param parallelism how many blocks to cut the papers into
     */
    FullRanking(JavaSparkContext spark, Log log, double damping, double residualBound, int parallelism) {
        this.spark = spark;
        this.log = log;
        this.damping = damping;
        this.residualBound = residualBound;
        this.parallelism = parallelism;
    }

    /** How it went. */
    record Outcome(int papers, int iterations, double errorBound, long unreadable) {}

    /**
     * Ranks, and writes the snapshot on the machine of the driver.
     *
     * @param errorBound of the normalised scores in L1
     * @throws IOException if the snapshot cannot be written
     */
    Outcome run(double errorBound, Path snapshot) throws IOException {
        Log read = log;
        int partitions = read.partitions(Topics.PAPERS);
        LongAccumulator unreadable = spark.sc().longAccumulator("unreadable records");
        JavaRDD<ToldPaper> told = spark.parallelize(
                        IntStream.range(0, partitions).boxed().toList(), partitions)
                .flatMap(partition -> {
                    Log.Told its = read.told(partition);
                    unreadable.add(its.unreadable());
                    return its.papers().iterator();
                })
                .persist(StorageLevel.MEMORY_AND_DISK());
        JavaRDD<ToldPaper> ordered = told.filter(ToldPaper::isSeen)
                .sortBy(ToldPaper::pushOrder, true, parallelism)
                .persist(StorageLevel.MEMORY_AND_DISK());
        Blocks blocks =
                new Blocks(ordered.mapPartitions(papers -> List.of(size(papers)).iterator()).collect().stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
        Broadcast<NodeNumbers> numbers = spark.broadcast(number(ordered));
        JavaRDD<Block> graph = ordered.mapPartitions(
                        papers -> List.of(Block.of(papers, numbers.value())).iterator())
                .persist(StorageLevel.MEMORY_AND_DISK());
        graph.count();
        ordered.unpersist();

        Solved solved = solve(graph, blocks, errorBound);
        save(solved, told, numbers, blocks.nodes(), snapshot);
        return new Outcome(blocks.nodes(), solved.iterations, solved.errorBound, unreadable.sum());
    }

    private static int size(Iterator<ToldPaper> papers) {
        int size = 0;
        for (; papers.hasNext(); papers.next()) {
            size++;
        }
        return size;
    }

    private static NodeNumbers number(JavaRDD<ToldPaper> ordered) {
        NodeNumbers numbers = new NodeNumbers();
        int node = 0;
        JavaRDD<int[]> ids = ordered.mapPartitions(papers -> List.of(
                        StreamSupport.stream(((Iterable<ToldPaper>) () -> papers).spliterator(), false)
                                .mapToInt(each -> each.live() ? each.id() : -each.id())
                                .toArray())
                .iterator());
        for (Iterator<int[]> each = ids.toLocalIterator(); each.hasNext(); ) {
            for (int id : each.next()) {
                numbers.put(Math.abs(id), node++, id > 0);
            }
        }
        return numbers;
    }

    record Solved(JavaRDD<Block> graph, JavaRDD<double[]> scores, int iterations, double errorBound) {}

    /** Iterates from all scores being 1. */
    Solved solve(JavaRDD<Block> graph, Blocks blocks, double errorBound) {
        double share = damping;
        JavaRDD<double[]> scores = graph.map(block -> block.teleport(1)).persist(StorageLevel.MEMORY_AND_DISK());
        for (int iteration = 1; ; iteration++) {
            JavaPairRDD<Integer, Gifts> given = graph.zipPartitions(
                            scores, (block, its) -> block.next().give(its.next(), blocks, share))
                    .mapToPair(each -> each)
                    .partitionBy(blocks);
            JavaRDD<double[]> next = graph.zipPartitions(
                            given.map(each -> each),
                            (block, gifts) ->
                                    List.of(block.next().take(gifts, share)).iterator())
                    .persist(StorageLevel.MEMORY_AND_DISK());
            cutLineage(next, iteration);
            double[] change = next.zipPartitions(
                            scores,
                            (after, before) ->
                                    List.of(change(after.next(), before.next())).iterator())
                    .fold(new double[2], (one, other) -> new double[] {one[0] + other[0], one[1] + other[1]});
            scores.unpersist();
            scores = next;
            double bound = change[1] == 0 ? 0 : 2 * damping * change[0] / ((1 - damping) * change[1]);
            if (bound <= errorBound) {
                return new Solved(graph, scores, iteration, bound);
            }
            if (iteration == MOST_ITERATIONS) {
                throw new IllegalStateException(
                        "after %d iterations the error bound is still %s".formatted(iteration, bound));
            }
        }
    }

    /**
     * Scores that know how they came about hold on to the citations' gifts of every iteration, 30 GB each at 2.5 G citations, and no disk has room for
     * fifty. Without a directory for checkpoints, a machine that is lost ends the job, which then is started anew; with one, at most ten iterations
     * are made again.
     */
    private void cutLineage(JavaRDD<double[]> scores, int iteration) {
        if (!spark.getCheckpointDir().isPresent()) {
            scores.rdd().localCheckpoint();
        } else if (iteration % ITERATIONS_A_CHECKPOINT == 0) {
            scores.checkpoint();
        }
    }

    /** ‖after − before‖₁ and ‖after‖₁. */
    private static double[] change(double[] after, double[] before) {
        double distance = 0;
        double sum = 0;
        for (int i = 0; i < after.length; i++) {
            distance += Math.abs(after[i] - before[i]);
            sum += after[i];
        }
        return new double[] {distance, sum};
    }

    private void save(Solved solved, JavaRDD<ToldPaper> told, Broadcast<NodeNumbers> numbers, int nodes, Path snapshot)
            throws IOException {
        int newest = solved.graph.map(Block::newest).fold(Integer.MIN_VALUE, Math::max);
        Iterator<SolvedGraph.Paper> papers = flat(
                solved.graph
                        .zipPartitions(
                                solved.scores,
                                (block, scores) -> List.of(new Part(block.next(), scores.next()))
                                        .iterator())
                        .toLocalIterator(),
                part -> part.block.solved(part.scores).stream());
        Iterator<SolvedCollection.Told> all =
                flat(told.toLocalIterator(), each -> Stream.of(saved(each, numbers.value())));
        new Snapshots(
                        snapshot,
                        new Snapshots.Origin(
                                log.only(log.ids(), Topics.PAPERS, Topics.REFERENCES),
                                log.only(log.ids(), Topics.RANKS, Topics.RANK_EPOCHS),
                                damping,
                                residualBound,
                                log.withSelfCitations()),
                        new SimpleMeterRegistry())
                .save(
                        new SolvedCollection(new SolvedGraph(damping, residualBound, nodes, newest, papers), all),
                        log.only(log.ends(), Topics.PAPERS, Topics.REFERENCES),
                        SavedRanks.nothing(log.partitions(Topics.RANKS), log.partitions(Topics.RANK_EPOCHS)));
    }

    private record Part(Block block, double[] scores) implements java.io.Serializable {}

    private static SolvedCollection.Told saved(ToldPaper paper, NodeNumbers numbers) {
        return new SolvedCollection.Told(
                paper.id(),
                paper.isSeen() ? numbers.node(paper.id()) : -1,
                paper.paperVersion(),
                paper.referencesVersion(),
                paper.cited(),
                paper.isSeen() && IntStream.of(paper.cited()).anyMatch(each -> !numbers.isSeen(each)));
    }

    private static <A, B> Iterator<B> flat(Iterator<A> of, java.util.function.Function<A, Stream<B>> to) {
        return StreamSupport.stream(((Iterable<A>) () -> of).spliterator(), false)
                .flatMap(to)
                .iterator();
    }
}
