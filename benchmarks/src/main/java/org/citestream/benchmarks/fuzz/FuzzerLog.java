package org.citestream.benchmarks.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Jazzer has said of a reader. Each sitting has a log of its own, which stays, so that one that is stopped at any
 * moment loses nothing.
 *
 * @param inputs that it has tried, as far as it told before it was stopped
 * @param edges that these have reached
 * @param found whether something ought not to be
 */
record FuzzerLog(long inputs, long edges, boolean found) {

    private static final String NAME = "log-";
    /**
     * What it says where it has found something, or its Java machine where that has failed; that it was ended is none.
     */
    private static final Pattern FOUND = Pattern.compile(
            "(?m)^== Java |^# A fatal error has been detected|ERROR: libFuzzer: (?!fuzz target exited)");

    private static final Pattern PROGRESS = Pattern.compile("(?m)^#([0-9]+)\\s+(?!INITED)[\\w-]+\\s+cov: ([0-9]+)");

    /** For the next sitting. */
    static Path next(Path directory) throws IOException {
        return directory.resolve(NAME + (logs(directory).size() + 1) + ".txt");
    }

    /** All sittings together. */
    static FuzzerLog of(Path directory) throws IOException {
        FuzzerLog all = new FuzzerLog(0, 0, false);
        for (Path log : logs(directory)) {
            FuzzerLog one = ofSitting(log);
            all = new FuzzerLog(all.inputs + one.inputs, Math.max(all.edges, one.edges), all.found || one.found);
        }
        return all;
    }

    static FuzzerLog ofSitting(Path log) throws IOException {
        String told = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        long inputs = 0;
        long edges = 0;
        Matcher progress = PROGRESS.matcher(told);
        while (progress.find()) {
            inputs = Long.parseLong(progress.group(1));
            edges = Long.parseLong(progress.group(2));
        }
        return new FuzzerLog(inputs, edges, FOUND.matcher(told).find());
    }

    private static List<Path> logs(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(NAME))
                    .toList();
        }
    }
}
