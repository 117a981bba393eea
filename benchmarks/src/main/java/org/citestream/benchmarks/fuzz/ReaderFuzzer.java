package org.citestream.benchmarks.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.citestream.events.EventCodec;
import org.citestream.events.Submission;
import org.citestream.events.Topics;
import org.citestream.ingest.feed.Decompression;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.FeedReader;
import org.citestream.ingest.feed.JsonFeedReader;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.bibtex.BibtexReader;
import org.citestream.ingest.feed.crossref.CrossrefReader;
import org.citestream.ingest.feed.csv.CitationPairsReader;
import org.citestream.ingest.feed.dblp.DblpReader;
import org.citestream.ingest.feed.dblp.DblpSearchReader;
import org.citestream.ingest.feed.oaipmh.OaiPmhReader;
import org.citestream.ingest.feed.openalex.OpenAlexReader;
import org.citestream.ingest.feed.ris.RisReader;
import org.citestream.ingest.feed.semanticscholar.SemanticScholarReader;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionReader;

/**
 * One reader under a fuzzer; which one is said by the system property {@code citestream.fuzz.reader}. Whatever the bytes are, it ends with
 * a report or an {@link IOException}; each record that was handed on is counted; and what was accepted can be written to Kafka and is read back
 * as the same.
 */
public final class ReaderFuzzer {

    private static final InstantSource TIME = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final EventCodec CODEC = new EventCodec();
    private static final Map<String, Input> READERS = readers();
    private static final Input CHOSEN = chosen();

    private ReaderFuzzer() {}

    private interface Input {
        ReadingReport read(byte[] bytes, Handled handled) throws IOException;
    }

    /** The names of all readers. */
    public static List<String> names() {
        return List.copyOf(READERS.keySet());
    }

    private static Map<String, Input> readers() {
        VenueRules venues = VenueRules.bundled();
        Map<String, Input> readers = new LinkedHashMap<>();
        for (FeedReader reader : List.of(
                new DblpReader(TIME, venues),
                new DblpSearchReader(TIME, venues),
                new CrossrefReader(TIME, venues),
                new OpenAlexReader(TIME, venues),
                new SemanticScholarReader(TIME, venues),
                new OaiPmhReader(TIME, venues),
                new BibtexReader(TIME, venues),
                new RisReader(TIME, venues),
                new CitationPairsReader(TIME),
                new JsonFeedReader(new SubmissionReader(TIME)))) {
            String name = reader.getClass()
                    .getSimpleName()
                    .replaceAll("(Feed)?Reader$", "")
                    .toLowerCase(java.util.Locale.ROOT);
            readers.put(name, (bytes, handled) -> reader.read(new ByteArrayInputStream(bytes), "fuzz", handled::take));
        }
        FeedFiles files = FeedFiles.all(TIME, venues);
        readers.put("file", (bytes, handled) -> files.read(new ByteArrayInputStream(bytes), "fuzz", handled::take));
        readers.put("gzip", (bytes, handled) -> {
            Decompression.of(new ByteArrayInputStream(bytes), 1 << 24).skip(Long.MAX_VALUE);
            return new ReadingReport(0, 0, new java.util.TreeMap<>(), 0);
        });
        return readers;
    }

    private static Input chosen() {
        String name = System.getProperty("citestream.fuzz.reader", "file");
        Input chosen = READERS.get(name);
        if (chosen == null) {
            throw new IllegalArgumentException("there is no reader " + name + ", but " + READERS.keySet());
        }
        return chosen;
    }

    /** Called by the fuzzer first, so that what it takes to load all this is no input's time. */
    public static void fuzzerInitialize() {
        if (CHOSEN == null) {
            throw new IllegalStateException("there is no reader");
        }
        fuzzerTestOneInput(new byte[] {'{', '}'});
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Handled handled = new Handled();
        try {
            ReadingReport report = CHOSEN.read(bytes, handled);
            long left = report.leftOut().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (report.accepted() + report.refused() + left != report.read()
                    && handled.submissions <= report.accepted()) {
                throw new IllegalStateException("not every record was counted: " + report);
            }
            if (handled.refusals != report.refused()) {
                throw new IllegalStateException(handled.refusals + " refusals were told of, and counted " + report);
            }
        } catch (IOException e) {
            if (e.getMessage() == null) {
                throw new IllegalStateException("a refusal without a reason", e);
            }
        }
    }

    /** What a reader hands on. */
    private static final class Handled {

        private long submissions;
        private long refusals;

        void take(Reading reading) {
            switch (reading) {
                case Reading.LeftOut _ -> {
                    // is counted by the reader
                }
                case Reading.Refused refused -> {
                    refusals++;
                    if (refused.reason().isBlank()) {
                        throw new IllegalStateException("a refusal without a reason: " + refused);
                    }
                }
                case Reading.Accepted accepted -> {
                    submissions++;
                    Submission submission = accepted.submission();
                    Submission again = CODEC.decode(Topics.SUBMISSIONS, CODEC.encode(Topics.SUBMISSIONS, submission));
                    if (!again.equals(submission)) {
                        throw new IllegalStateException("it is not read back as it was written: " + submission);
                    }
                }
            }
        }
    }
}
