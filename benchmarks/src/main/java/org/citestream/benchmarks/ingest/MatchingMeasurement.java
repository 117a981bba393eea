package org.citestream.benchmarks.ingest;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.citestream.benchmarks.generated.GeneratedProceedings;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.feed.Decompression;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.dblp.DblpReader;
import org.citestream.ingest.identity.Identifier;
import org.citestream.ingest.identity.Identities;
import org.citestream.ingest.identity.SourceRecord;
import org.citestream.ingest.identity.WorkTitle;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which descriptions are taken for one paper, on labelled pairs: those of a file ({@code --pairs}), or made of a DBLP file ({@code --file}) or of generated
 * proceedings with noise. Then the references by title: of each paper a noisy one, where only every second paper is in the collection.
 */
public final class MatchingMeasurement implements Measurement {

    private static final double GOAL = 0.98;
    private static final int OF_EACH = 5_000;
    private static final int GENERATED_PAPERS = 10_000;
    private static final long SEED = 3;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String name() {
        return "matching";
    }

    @Override
    public String measures() {
        return "precision, recall and F1 on labelled pairs (--pairs), or on pairs made of a DBLP file (--file)";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws IOException {
        return run(file, null);
    }

    @Override
    public List<Row> runPairs(Path pairs) throws IOException {
        return run(null, pairs);
    }

    private static List<Row> run(@Nullable Path file, @Nullable Path pairs) throws IOException {
        if (pairs != null) {
            return rows("matching: pairs of the file", read(pairs));
        }
        List<SubmittedPaper> papers = papers(file);
        List<Row> rows =
                new ArrayList<>(rows("matching: pairs with noise", new NoisyPairs(papers, SEED).pairs(OF_EACH)));
        rows.addAll(references(papers));
        return rows;
    }

    private static List<SubmittedPaper> papers(@Nullable Path file) throws IOException {
        Path source = file != null
                ? file
                : new GeneratedProceedings(GENERATED_PAPERS, 1)
                        .write(Files.createTempFile("proceedings", ".xml.gz"), false);
        List<SubmittedPaper> papers = new ArrayList<>();
        try (InputStream in = Decompression.of(Files.newInputStream(source))) {
            new DblpReader(InstantSource.system(), VenueRules.bundled()).read(in, "bench", reading -> {
                if (reading instanceof Reading.Accepted accepted
                        && accepted.submission() instanceof SubmittedPaper paper) {
                    papers.add(paper);
                }
            });
        }
        if (file == null) {
            Files.delete(source);
        }
        return papers;
    }

    /** Reads NDJSON of {@code {"left", "right", "match"}} whose sides are submissions. */
    private static List<NoisyPairs.Pair> read(Path file) throws IOException {
        List<NoisyPairs.Pair> pairs = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                JsonNode pair = JSON.readTree(line);
                if (!pair.path("match").isBoolean()) {
                    throw new IOException("line " + number + " has no match that is true or false");
                }
                pairs.add(new NoisyPairs.Pair(
                        submission(pair.path("left"), number),
                        submission(pair.path("right"), number),
                        pair.path("match").booleanValue()));
            }
        }
        return pairs;
    }

    private static SubmittedPaper submission(JsonNode side, int line) throws IOException {
        List<Reading> readings = new ArrayList<>();
        new SubmissionReader(InstantSource.system())
                .read(
                        new ByteArrayInputStream(side.toString().getBytes(StandardCharsets.UTF_8)),
                        "bench",
                        readings::add);
        if (readings.size() == 1
                && readings.getFirst() instanceof Reading.Accepted accepted
                && accepted.submission() instanceof SubmittedPaper paper) {
            return paper;
        }
        throw new IOException("line " + line + " has a side that is no submission of a paper: " + readings);
    }

    private static List<Row> rows(String what, List<NoisyPairs.Pair> pairs) {
        Tally tally = new Tally();
        for (NoisyPairs.Pair pair : pairs) {
            boolean joined = pair.left().recordKey().equals(pair.right().recordKey())
                    || Identifier.areOfOnePaper(pair.left(), pair.right());
            tally.count(joined, pair.match());
            if (joined != pair.match() && System.getProperty("citestream.bench.mistakes") != null) {
                System.err.println((joined ? "joined wrongly: " : "not joined: ") + pair);
            }
        }
        return List.of(
                Row.of(what + ", how many", pairs.size(), "pairs"),
                Row.of(what + ", precision", tally.precision(), "share"),
                Row.of(what + ", recall", tally.recall(), "share"),
                new Row(what + ", F1", tally.f1(), "share", null, null, "≥ " + GOAL, tally.f1() >= GOAL));
    }

    private static List<Row> references(List<SubmittedPaper> papers) {
        Map<String, List<SourceRecord>> titled = new HashMap<>();
        for (int i = 0; i < papers.size(); i += 2) {
            SubmittedPaper paper = papers.get(i);
            SourceRecord record = Identifier.recordOf(paper, i);
            WorkTitle.of(paper.title())
                    .hashes()
                    .forEach(hash ->
                            titled.computeIfAbsent(hash, _ -> new ArrayList<>()).add(record));
        }
        Random random = new Random(SEED);
        List<NoisyPairs.Pair> noisy = new NoisyPairs(papers, SEED).pairs(papers.size());
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < papers.size(); i++) {
            places.put(papers.get(i).recordKey(), i);
        }
        int resolved = 0;
        int right = 0;
        int resolvable = 0;
        for (NoisyPairs.Pair pair : noisy) {
            if (!pair.match()) {
                continue;
            }
            int place = places.getOrDefault(pair.left().recordKey(), -1);
            SubmittedReference reference = new SubmittedReference(
                    null,
                    pair.right().title(),
                    random.nextInt(10) == 0 ? null : pair.right().year(),
                    random.nextInt(4) == 0
                            ? null
                            : pair.right().authors().getFirst().name());
            Optional<Integer> meant =
                    Identities.meantBy(reference, WorkTitle.of(pair.right().title()), titled, _ -> true);
            resolvable += place % 2 == 0 ? 1 : 0;
            resolved += meant.isPresent() ? 1 : 0;
            right += meant.isPresent() && meant.get() == place ? 1 : 0;
        }
        return List.of(
                Row.of("references by title, every second in the collection", resolvable, "references"),
                Row.of("references by title, precision", (double) right / resolved, "share"),
                Row.of("references by title, recall", (double) right / resolvable, "share"));
    }

    /** Hits and misses. */
    private static final class Tally {
        private int right;
        private int wrong;
        private int missed;

        void count(boolean joined, boolean match) {
            right += joined && match ? 1 : 0;
            wrong += joined && !match ? 1 : 0;
            missed += !joined && match ? 1 : 0;
        }

        double precision() {
            return right + wrong == 0 ? 1 : (double) right / (right + wrong);
        }

        double recall() {
            return right + missed == 0 ? 1 : (double) right / (right + missed);
        }

        double f1() {
            return 2.0 * right / (2.0 * right + wrong + missed);
        }
    }
}
