package org.citestream.benchmarks.fuzz;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the API was asked and what was found, in all sittings: written down as it comes, so that one that is stopped at
 * any moment loses nothing.
 */
final class ApiSoFar {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path counted;
    private final Path found;
    private final Count before;
    private Count now;
    private int written;

    /**
     * What can be counted.
     *
     * @param seconds by the clock
     * @param asked requests
     * @param kinds of answers
     */
    record Count(long seconds, long asked, SortedSet<String> kinds) {}

    private ApiSoFar(Path directory) throws IOException {
        this.counted = directory.resolve("counted.json");
        this.found = directory.resolve("findings.txt");
        this.before = Files.exists(counted)
                ? JSON.readValue(Files.readAllBytes(counted), Count.class)
                : new Count(0, 0, new TreeSet<>());
        this.now = before;
    }

    static ApiSoFar in(Path directory) throws IOException {
        return new ApiSoFar(directory);
    }

    long seconds() {
        return now.seconds();
    }

    long asked() {
        return now.asked();
    }

    int kinds() {
        return now.kinds().size();
    }

    /** Each in a line. */
    List<String> findings() throws IOException {
        return Files.exists(found)
                ? new String(Files.readAllBytes(found), StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                : List.of();
    }

    /** Notes what this sitting has come to until now. */
    void note(long seconds, long asked, Set<String> kinds, List<String> findings) {
        SortedSet<String> all = new TreeSet<>(before.kinds());
        all.addAll(kinds);
        now = new Count(before.seconds() + seconds, before.asked() + asked, all);
        String lines = findings.stream()
                .skip(written)
                .map(each -> each.replaceAll("\\R", " ") + "\n")
                .collect(Collectors.joining());
        try {
            // First what was found: time that has passed is not given again.
            Files.write(found, lines.getBytes(StandardCharsets.UTF_8), CREATE, APPEND);
            written = findings.size();
            Path whole = counted.resolveSibling("counted.new");
            Files.write(whole, JSON.writeValueAsBytes(now));
            Files.move(whole, counted, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
