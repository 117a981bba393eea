package org.citestream.ingest.submission;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.citestream.events.SubmittedPaper;

/** Reads texts at one fixed moment of 2026. */
final class Readings {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final InstantSource TIME = InstantSource.fixed(NOW);

    private Readings() {}

    static List<Reading> of(String json) {
        return of(json.getBytes(StandardCharsets.UTF_8), RecordReading.MAX_RECORD_BYTES);
    }

    static List<Reading> of(byte[] json, int maxRecordBytes) {
        List<Reading> readings = new ArrayList<>();
        try {
            new SubmissionReader(TIME, maxRecordBytes).read(new ByteArrayInputStream(json), "test", readings::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return readings;
    }

    /** A record with the fields that must be there, and others. */
    static String record(String key, String more) {
        return "{\"source\":\"lab\",\"key\":\"" + key + "\",\"title\":\"Of " + key + "\",\"year\":1999" + more + "}";
    }

    static String record(String key) {
        return record(key, "");
    }

    static SubmittedPaper paper(String more) {
        return paper(of(record("a", more)).getFirst());
    }

    static SubmittedPaper paper(Reading reading) {
        if (reading instanceof Reading.Accepted accepted && accepted.submission() instanceof SubmittedPaper paper) {
            return paper;
        }
        throw new AssertionError("not accepted: " + reading);
    }

    static Reading.Refused refusal(String more) {
        return refused(of(record("a", more)).getFirst());
    }

    static Reading.Refused refused(Reading reading) {
        if (reading instanceof Reading.Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused: " + reading);
    }
}
