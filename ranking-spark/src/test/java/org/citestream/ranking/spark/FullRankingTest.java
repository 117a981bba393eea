package org.citestream.ranking.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark in this process; two papers that cite each other, so that it takes many iterations. */
@Tag("slow")
class FullRankingTest {

    private static final double BOUND = 1e-3;

    private JavaSparkContext spark;
    private final NodeNumbers numbers = new NodeNumbers();

    @BeforeEach
    void startSpark() {
        spark = new JavaSparkContext(new SparkConf()
                .setAppName("test")
                .setMaster("local[2]")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    }

    @AfterEach
    void stopSpark() {
        spark.close();
    }

    @Test
    void scoresForgetTheIterationsBeforeSoThatTheirFilesMayBeDeleted() {
        FullRanking.Solved solved = solve();
        assertThat(solved.iterations()).isGreaterThan(20);
        assertThat(solved.scores().toDebugString())
                .contains("LocalCheckpointRDD")
                .doesNotContain("ShuffledRDD");
        assertScores(solved);
    }

    @Test
    void withADirectoryForCheckpointsTheyRememberTenIterationsAtMost(@TempDir Path directory) {
        spark.setCheckpointDir(directory.toString());
        FullRanking.Solved solved = solve();
        String lineage = solved.scores().toDebugString();
        assertThat(lineage).contains("ReliableCheckpointRDD");
        assertThat(lineage.split("ShuffledRDD", -1)).hasSizeLessThanOrEqualTo(10);
        assertScores(solved);
    }

    private static void assertScores(FullRanking.Solved solved) {
        // x1 = 0.15 + 0.85 (x2 + x3), x2 = 0.15 + 0.85 x1, x3 = 0.15
        double first = (0.15 + 0.85 * 0.15 + 0.85 * 0.15) / (1 - 0.85 * 0.85);
        List<double[]> scores = solved.scores().collect();
        assertThat(scores.getFirst()).containsExactly(new double[] {first, 0.15 + 0.85 * first}, within(1e-2));
        assertThat(scores.getLast()).containsExactly(new double[] {0.15}, within(1e-2));
    }

    private FullRanking.Solved solve() {
        List<ToldPaper> papers = List.of(paper(1, 2), paper(2, 1), paper(3, 1));
        papers.forEach(each -> numbers.put(each.id(), each.id() - 1, true));
        JavaRDD<Block> graph = spark.parallelize(
                List.of(
                        Block.of(papers.subList(0, 2).iterator(), numbers),
                        Block.of(papers.subList(2, 3).iterator(), numbers)),
                2);
        Log nothing = new Log("", false, Map.of(), Map.of(), Duration.ZERO);
        return new FullRanking(spark, nothing, 0.85, 1e-12, 2).solve(graph, new Blocks(new int[] {2, 1}), BOUND);
    }

    private static ToldPaper paper(int id, int... cited) {
        return ToldPaper.nothing(id).withPaper(1, true, 2000).withReferences(1, cited);
    }
}
