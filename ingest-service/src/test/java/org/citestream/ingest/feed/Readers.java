package org.citestream.ingest.feed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.submission.Reading;

/** What the readers of all formats make of a text. */
public final class Readers {

    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    public static final InstantSource TIME = InstantSource.fixed(NOW);

    /** All formats of the product with the bundled rules. */
    public static final FeedFiles FILES = FeedFiles.all(TIME, VenueRules.bundled());

    private Readers() {}

    /** What came of a text. */
    public record Result(ReadingReport report, List<Reading> readings) {

        public List<Submission> accepted() {
            return readings.stream()
                    .filter(Reading.Accepted.class::isInstance)
                    .map(each -> ((Reading.Accepted) each).submission())
                    .toList();
        }

        public SubmittedPaper paper() {
            if (readings.size() != 1 || !(accepted().getFirst() instanceof SubmittedPaper paper)) {
                throw new AssertionError("Not one paper, but " + readings);
            }
            return paper;
        }

        public List<String> refusals() {
            return readings.stream()
                    .filter(Reading.Refused.class::isInstance)
                    .map(each -> (Reading.Refused) each)
                    .map(each -> each.recordKey() + " " + each.field() + " " + each.reason())
                    .toList();
        }

        public Map<String, Long> leftOut() {
            return report.leftOut();
        }
    }

    /** Reads a text whose format is told by its content. */
    public static Result read(String content) throws IOException {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    public static Result read(byte[] content) throws IOException {
        List<Reading> readings = new ArrayList<>();
        ReadingReport report = FILES.read(new ByteArrayInputStream(content), "test", Readers.kept(readings));
        return new Result(report, readings);
    }

    /** Keeps what was accepted or refused. What was left out is in the report. */
    public static Consumer<Reading> kept(List<Reading> readings) {
        return reading -> {
            if (!(reading instanceof Reading.LeftOut)) {
                readings.add(reading);
            }
        };
    }
}
