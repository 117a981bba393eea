package org.citestream.ingest.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.VenueRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers recorded from the real sources, given by a local one, where a folder of them is named by {@code CITESTREAM_TEST_DATA}. */
@EnabledIfEnvironmentVariable(named = "CITESTREAM_TEST_DATA", matches = ".+")
class ReplayedAnswersTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "fixtures-crossref, CROSSREF",
        "fixtures-openalex, OPENALEX",
        "fixtures-semanticscholar, SEMANTIC_SCHOLAR",
        "fixtures-oaipmh, OAI_PMH",
        "fixtures-dblp-xml, DBLP_RECORDS",
        "fixtures-dblp-xml, DBLP_DUMP",
        "dblp-1970-2016, DBLP_DUMP"
    })
    @DisplayName("a recorded answer is taken whole, every record of it counted, or it ends the run and moves nothing")
    void replayed(String folder, FeedSettings.Source kind) throws Exception {
        Map<String, Integer> outcomes = new TreeMap<>();
        Path root = Path.of(Objects.requireNonNull(System.getenv("CITESTREAM_TEST_DATA")), folder);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".md") && !name.endsWith(".dtd") && !name.contains("tsv")) {
                    outcomes.merge(replay(kind, name, Files.readAllBytes(file)), 1, Integer::sum);
                }
            }
        }
        System.out.println(kind + " from " + folder + ": " + outcomes);
        assertThat(outcomes).isNotEmpty();
    }

    private String replay(FeedSettings.Source kind, String name, byte[] body) throws Exception {
        StatesInMemory states = new StatesInMemory();
        List<String> submitted = new ArrayList<>();
        try (SourceStub source = new SourceStub()) {
            for (int attempt = 0; attempt < 3; attempt++) {
                source.then(200, body, body.length);
            }
            FeedRun run = run(kind, source.address(), states, submitted);
            try {
                run.run(Map.of());
            } catch (IOException e) {
                assertThat(submitted).as(name).isEmpty();
                assertThat(new Checkpoints("test", states, "asked", states.of("test"))
                                .from(states.of("test").checkpoint()))
                        .as(name)
                        .isEmpty();
                return "refused";
            }
            FeedState.LastRun told = run.told(CLOCK.instant(), null);
            long left =
                    told.leftOut().values().stream().mapToLong(Long::longValue).sum();
            assertThat(told.accepted() + told.unchanged() + told.rejected() + left)
                    .as(name)
                    .isEqualTo(told.read());
            return "taken";
        }
    }

    private FeedRun run(FeedSettings.Source kind, URI address, StatesInMemory states, List<String> submitted) {
        FeedSettings settings = new FeedSettings(
                kind,
                null,
                address,
                List.of(),
                List.of("a/record/1", "a/record/2"),
                null,
                "arXiv",
                null,
                false,
                null,
                1,
                Duration.ZERO,
                directory);
        VenueRules venues = VenueRules.bundled();
        Connectors connectors = new Connectors(
                "me@example.org",
                Duration.ZERO,
                FeedFiles.all(CLOCK, venues),
                venues,
                file -> Files.writeString(file, "10.1145/1.1\n10.1145/2.2\n"),
                CLOCK,
                _ -> {},
                new Random(1));
        SourceHttp http = connectors.http(settings);
        return new FeedRun(
                "test",
                connectors.of("test", settings, http),
                new Checkpoints("test", states, "asked", states.of("test")),
                each -> {
                    submitted.add(each.recordKey());
                    return CompletableFuture.completedFuture(null);
                },
                CLOCK,
                http,
                () -> false);
    }
}
