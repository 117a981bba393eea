package org.citestream.benchmarks.measuring;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that {@code ./bench} measures. */
public interface Measurement {

    /** Where the project lies. */
    static Path home() {
        return Path.of(System.getProperty("citestream.home", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** The name by which it is run. */
    String name();

    /** What it measures, in a line. */
    String measures();

    /**
     * Measures.
     *
     * @param file the file to measure with, or null for a generated one
     * @throws Exception if it could not be measured
     */
    List<Row> run(@Nullable Path file) throws Exception;

    /**
     * Measures at the largest size, which takes long and much memory.
     *
     * @throws UnsupportedOperationException if there is no such size
     * @throws Exception if it could not be measured
     */
    default List<Row> runLarge() throws Exception {
        throw new UnsupportedOperationException("The measurement '" + name() + "' has no --large");
    }

    /**
     * Measures on labelled pairs.
     *
     * @param pairs NDJSON of {@code {"left", "right", "match"}}
     * @throws UnsupportedOperationException if there is nothing to label
     * @throws Exception if it could not be measured
     */
    default List<Row> runPairs(Path pairs) throws Exception {
        throw new UnsupportedOperationException("The measurement '" + name() + "' has no --pairs");
    }

    /** Whether it goes on as long as it is told to, and is run by its name only. */
    default boolean isLongProof() {
        return false;
    }

    /**
     * Goes on for some minutes.
     *
     * @throws UnsupportedOperationException if it is no long proof
     * @throws Exception if it could not be run
     */
    default List<Row> runFor(int minutes) throws Exception {
        throw new UnsupportedOperationException("The measurement '" + name() + "' has no --minutes");
    }

    /**
     * Makes some runs, each of which follows from a seed.
     *
     * @param from the first seed, or null to go on where the ledger ends
     * @throws UnsupportedOperationException if it has no seeds
     * @throws Exception if it could not be run
     */
    default List<Row> runSeeds(int runs, @Nullable Long from) throws Exception {
        throw new UnsupportedOperationException("The measurement '" + name() + "' has no --runs");
    }

    /**
     * Measures with a collection of a given size.
     *
     * @throws UnsupportedOperationException if its size cannot be chosen
     * @throws Exception if it could not be measured
     */
    default List<Row> runPapers(int papers) throws Exception {
        throw new UnsupportedOperationException("The measurement '" + name() + "' has no --papers");
    }
}
