package org.citestream.benchmarks.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.citestream.benchmarks.generated.GeneratedCollection.AGES;
import static org.citestream.benchmarks.generated.GeneratedCollection.CITED;
import static org.citestream.benchmarks.generated.GeneratedCollection.MOST_CITED;
import static org.citestream.benchmarks.generated.GeneratedCollection.OFTEN;
import static org.citestream.benchmarks.generated.GeneratedCollection.RECORDS;
import static org.citestream.benchmarks.generated.GeneratedCollection.REFERENCES;
import static org.citestream.benchmarks.generated.Graph.distance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A generated collection is spread as the figures that it is made from, and as the real one that they were counted in;
 * one that is drawn uniformly is neither.
 */
class GeneratedCollectionTest {

    private static final int PAPERS = 200_000;
    /** About as many as there, where a paper cites any. */
    private static final int CITATIONS_A_PAPER = 5;

    /** How far apart two samples of one distribution are at most, and what is drawn otherwise at least. */
    private static final double SAME = 0.01;

    private static final double OTHERWISE = 0.1;

    /** How far it may be from the real one, of which ever more papers cite in later years. */
    private static final double ALIKE = 0.05;

    private static final double COUNTED = 1e-9;

    /** Years with enough years after them to be cited from: 1975 to 2008. */
    private static final int CITED_FROM = 5;

    private static final int CITED_TO = 39;

    @TempDir
    static Path directory;

    private static Graph generated;
    private static Graph uniform;

    @BeforeAll
    static void generate() throws IOException {
        generated = Graph.generated(PAPERS, CITATIONS_A_PAPER, directory.resolve("generated.gz"));
        uniform = Graph.uniform(PAPERS, CITATIONS_A_PAPER);
    }

    @Test
    void eachYearHasItsShareOfPapers() {
        double[] expected = Graph.shares(RECORDS);
        assertThat(distance(generated.byYear(), expected)).isLessThan(SAME);
        assertThat(distance(uniform.byYear(), expected)).isGreaterThan(OTHERWISE);
    }

    @Test
    void asManyCiteOneTwoAndSoOnOthersAsAreWanted() {
        double[] expected = expectedReferences();
        assertThat(distance(generated.byReferences(), expected)).isLessThan(SAME);
        assertThat(distance(uniform.byReferences(), expected)).isGreaterThan(OTHERWISE);
        assertThat((double) Arrays.stream(generated.citations()).sum() / PAPERS)
                .isCloseTo(CITATIONS_A_PAPER, withinPercentage(1));
    }

    @Test
    void whatIsCitedIsAsOldAsItIsThere() {
        double[] expected = expectedAges();
        assertThat(distance(generated.byAge(), expected)).isLessThan(SAME);
        assertThat(distance(uniform.byAge(), expected)).isGreaterThan(OTHERWISE);
    }

    @Test
    void mostAreNeverCitedAndFewVeryOftenInEachYear() {
        double[] relative = generated.relativeCitations(CITED_FROM, CITED_TO);
        double[] equal = uniform.relativeCitations(CITED_FROM, CITED_TO);
        double all = Arrays.stream(CITED).sum();
        assertThat(share(relative, 0, 1e-9)).isCloseTo(CITED[0] * (1 - OFTEN / all) / all, within(SAME));
        assertThat(share(equal, 0, 1e-9)).isLessThan(OTHERWISE);
        double usual = usualAttraction();
        for (int times : new int[] {10, 20, 40, 80}) {
            double from = (times - 0.5) / usual;
            assertThat(share(relative, from, Double.MAX_VALUE))
                    .as("cited at least %d times where %.1f are usual", times, usual)
                    .isCloseTo(attractsAtLeast(times), withinPercentage(25));
            assertThat(share(equal, from, Double.MAX_VALUE))
                    .as("the same of one that is drawn uniformly")
                    .isLessThan(attractsAtLeast(times) / 2);
        }
    }

    /** Of four conferences, where a folder with DBLP's records of them is named. */
    @Test
    @EnabledIfEnvironmentVariable(named = "CITESTREAM_TEST_DATA", matches = ".+")
    void itIsSpreadAsTheRealOneInWhichTheFiguresWereCounted() throws IOException {
        Path data = Path.of(Objects.requireNonNull(System.getenv("CITESTREAM_TEST_DATA")), "dblp-1970-2016");
        Graph real = Graph.of(data.resolve("dblp-vldb-sigmod-pods-cidr.xml.gz"), data.resolve("citations.tsv.gz"));
        assertThat(distance(real.byYear(), Graph.shares(RECORDS))).isLessThan(COUNTED);
        assertThat(distance(real.byAge(), Graph.shares(AGES))).isLessThan(COUNTED);
        int[] fromNone =
                IntStream.concat(IntStream.of(0), Arrays.stream(REFERENCES)).toArray();
        assertThat(distance(real.byReferences(), Graph.shares(fromNone)))
                .as("but for three that cite more than %d", REFERENCES.length)
                .isLessThan(0.002);
        for (int times = 0; times < CITED.length; times++) {
            int exactly = times;
            assertThat(Arrays.stream(real.citations()).filter(each -> each == exactly))
                    .hasSize(CITED[times]);
        }
        assertThat(Arrays.stream(real.citations()).filter(each -> each >= CITED.length))
                .hasSize(OFTEN);
        assertThat(Arrays.stream(real.citations()).max()).hasValue(MOST_CITED);

        assertThat(distance(generated.byYear(), real.byYear())).isLessThan(SAME);
        assertThat(distance(generated.byReferences(), real.byReferences())).isLessThan(ALIKE);
        assertThat(distance(generated.byAge(), real.byAge())).isLessThan(ALIKE);
        assertThat(generated.neverCited()).isCloseTo(real.neverCited(), within(ALIKE));
        assertThat(uniform.neverCited()).isLessThan(real.neverCited() / 2);
        for (double few : new double[] {0.01, 0.1}) {
            assertThat(generated.shareOfTheMostCited(few)).isCloseTo(real.shareOfTheMostCited(few), within(OTHERWISE));
            assertThat(uniform.shareOfTheMostCited(few)).isLessThan(real.shareOfTheMostCited(few) / 2);
        }
    }

    /** By the factor that makes as many as are wanted, which are rounded up as often as makes their number right. */
    private static double[] expectedReferences() {
        double[] shares = Graph.shares(REFERENCES);
        double average = IntStream.range(0, shares.length)
                .mapToDouble(i -> (i + 1) * shares[i])
                .sum();
        double[] expected = new double[shares.length + 2];
        for (int i = 0; i < shares.length; i++) {
            double wanted = (i + 1) * CITATIONS_A_PAPER / average;
            int below = (int) wanted;
            expected[below] += shares[i] * (below + 1 - wanted);
            expected[below + 1] += shares[i] * (wanted - below);
        }
        double none = expected[0];
        expected[0] = 0;
        return Arrays.stream(expected).map(share -> share / (1 - none)).toArray();
    }

    /** From each year into those before it that there are. */
    private static double[] expectedAges() {
        double[] expected = new double[AGES.length];
        double[] years = Graph.shares(RECORDS);
        for (int year = 0; year < years.length; year++) {
            int from = year;
            int[] possible = IntStream.range(0, AGES.length)
                    .map(age -> age <= from && RECORDS[from - age] > 0 ? AGES[age] : 0)
                    .toArray();
            double[] shares = Graph.shares(possible);
            for (int age = 0; age < shares.length && RECORDS[year] > 0; age++) {
                expected[age] += years[year] * shares[age];
            }
        }
        return expected;
    }

    /** How many of the papers there are cited so often; beyond the figures, by the tail that goes on from them. */
    private static double attractsAtLeast(int times) {
        double all = Arrays.stream(CITED).sum();
        double often = OFTEN / all;
        return times >= CITED.length
                ? often * CITED.length * CITED.length / times / times
                : often
                        + (1 - often)
                                * Arrays.stream(CITED, times, CITED.length).sum()
                                / all;
    }

    private static double usualAttraction() {
        return IntStream.rangeClosed(1, MOST_CITED)
                .mapToDouble(GeneratedCollectionTest::attractsAtLeast)
                .sum();
    }

    private static double share(double[] values, double from, double to) {
        return (double) Arrays.stream(values)
                        .filter(each -> each >= from && each < to)
                        .count()
                / values.length;
    }
}
