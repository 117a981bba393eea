package org.citestream.benchmarks.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
import org.citestream.ingest.submission.BrokenOffException;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionReader;

/**
 * One reader under a fuzzer; which one is said by the system property {@code citestream.fuzz.reader}. Whatever the bytes are, it ends with
 * a report or an {@link IOException}; each record is handed on once and counted as what it was handed on as; and what
 * was accepted can be written to Kafka and is read back as the same.
 */
public final class ReaderFuzzer {

    private static final InstantSource TIME = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final EventCodec CODEC = new EventCodec();
    private static final Map<String, Input> READERS = readers();

    /**
     * Of which one record may be several submissions: a notice at Crossref may retract several works, each of which is
     * told of under a key of its own; and a file may be one of Crossref.
     */
    private static final Set<String> FANNING_OUT = Set.of("crossref", "file");

    private static final String CHOSEN = System.getProperty("citestream.fuzz.reader", "file");

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
            return new ReadingReport(0, 0, new TreeMap<>(), 0);
        });
        return readers;
    }

    /** Called by the fuzzer first, so that what it takes to load all this is no input's time. */
    public static void fuzzerInitialize() {
        fuzzerTestOneInput(new byte[] {'{', '}'});
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        check(CHOSEN, bytes);
    }

    /**
     * Has a reader read some bytes.
     *
     * @throws RuntimeException if what comes of them is not as it ought to be
     */
    static void check(String reader, byte[] bytes) {
        Input input = READERS.get(reader);
        if (input == null) {
            throw new IllegalArgumentException("there is no reader " + reader + ", but " + READERS.keySet());
        }
        Handled handled = new Handled(FANNING_OUT.contains(reader));
        try {
            handled.check(input.read(bytes, handled));
        } catch (BrokenOffException e) {
            handled.check(e);
        } catch (IOException e) {
            if (e.getMessage() == null) {
                throw new IllegalStateException("a refusal without a reason", e);
            }
        }
    }

    /** What a reader hands on. */
    static final class Handled {

        private final boolean fansOut;
        private long records;
        private long accepted;
        private long refused;
        private final SortedMap<String, Long> leftOut = new TreeMap<>();
        private boolean lastAccepted;

        /** @param fansOut whether one record may be several submissions, which follow each other */
        Handled(boolean fansOut) {
            this.fansOut = fansOut;
        }

        void take(Reading reading) {
            boolean isAccepted = reading instanceof Reading.Accepted;
            boolean ofTheSame = fansOut && isAccepted && lastAccepted && reading.number() == records;
            if (!ofTheSame && reading.number() != records + 1) {
                throw new IllegalStateException("record " + reading.number() + " was handed on after " + records);
            }
            records = reading.number();
            lastAccepted = isAccepted;
            switch (reading) {
                case Reading.LeftOut out -> leftOut.merge(out.reason(), 1L, Long::sum);
                case Reading.Refused record -> {
                    refused++;
                    if (record.reason().isBlank()) {
                        throw new IllegalStateException("a refusal without a reason: " + record);
                    }
                }
                case Reading.Accepted record -> {
                    accepted += ofTheSame ? 0 : 1;
                    Submission submission = record.submission();
                    Submission again = CODEC.decode(Topics.SUBMISSIONS, CODEC.encode(Topics.SUBMISSIONS, submission));
                    if (!again.equals(submission)) {
                        throw new IllegalStateException("it is not read back as it was written: " + submission);
                    }
                }
            }
        }

        /** What was handed on is what the reader says that it was. */
        void check(ReadingReport report) {
            ReadingReport counted = new ReadingReport(records, accepted, leftOut, refused);
            if (!counted.equals(report)) {
                throw new IllegalStateException("handed on were " + counted + ", and counted " + report);
            }
        }

        /** Where the input broke off as well. */
        void check(BrokenOffException brokenOff) {
            if (brokenOff.recordsRead() != records) {
                throw new IllegalStateException(records + " records were handed on before", brokenOff);
            }
        }
    }
}
