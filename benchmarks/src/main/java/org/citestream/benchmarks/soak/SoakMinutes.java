package org.citestream.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.citestream.benchmarks.soak.SoakPlan.Phase;
import tools.jackson.databind.json.JsonMapper;

/** What was seen minute by minute, kept in a file, so that a soak that was stopped goes on where it was. */
final class SoakMinutes {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final List<SoakMinute> minutes = new ArrayList<>();

    private SoakMinutes(Path file) {
        this.file = file;
    }

    static SoakMinutes in(Path directory) throws IOException {
        SoakMinutes kept = new SoakMinutes(directory.resolve("minutes.ndjson"));
        if (Files.exists(kept.file)) {
            for (String line : Files.readAllLines(kept.file)) {
                kept.minutes.add(JSON.readValue(line, SoakMinute.class));
            }
        }
        return kept;
    }

    void add(SoakMinute minute) throws IOException {
        Files.writeString(
                file, JSON.writeValueAsString(minute) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        minutes.add(minute);
    }

    List<SoakMinute> all() {
        return List.copyOf(minutes);
    }

    List<SoakMinute> of(Phase phase) {
        return minutes.stream().filter(minute -> minute.phase() == phase).toList();
    }

    double lasted(Phase phase) {
        return of(phase).stream().mapToDouble(SoakMinute::lasted).sum();
    }

    /** Papers that were acknowledged until the last minute that was noted. */
    int acknowledged() {
        return minutes.isEmpty() ? 0 : minutes.getLast().submitted();
    }

    /** Seconds of all of it. */
    long seconds() {
        return minutes.isEmpty() ? 0 : minutes.getLast().seconds();
    }
}
