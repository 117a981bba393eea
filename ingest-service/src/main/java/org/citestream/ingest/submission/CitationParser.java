package org.citestream.ingest.submission;

import java.time.InstantSource;
import org.citestream.events.SubmittedCitation;
import org.citestream.ingest.submission.RecordReading.RecordParser;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;

/** Reads a citation pair. Fields that are not known are passed over. */
final class CitationParser implements RecordParser {

    private final InstantSource time;

    CitationParser(InstantSource time) {
        this.time = time;
    }

    @Override
    public Reading parse(JsonParser object, long number, String feed) {
        TokenStreamContext context = object.streamReadContext();
        Draft draft = new Draft();
        for (String name = object.nextName(); name != null; name = object.nextName()) {
            object.nextToken();
            try {
                draft.read(name, object);
            } catch (RefusedValueException e) {
                draft.note(name, e.reason());
            }
            Json.finish(object, context);
        }
        if (draft.source == null) {
            draft.note("source", "is missing");
        }
        if (draft.citing == null) {
            draft.note("citing", "is missing");
        }
        if (draft.cited == null) {
            draft.note("cited", "is missing");
        }
        if (draft.citing != null && draft.citing.equals(draft.cited)) {
            draft.note("cited", "is the citing paper itself");
        }
        if (draft.reason != null || draft.source == null || draft.citing == null || draft.cited == null) {
            return new Reading.Refused(number, null, draft.field, String.valueOf(draft.reason));
        }
        return new Reading.Accepted(
                number, new SubmittedCitation(draft.source, draft.citing, draft.cited, feed, time.instant()));
    }

    private static final class Draft {

        private @Nullable String source;
        private @Nullable String citing;
        private @Nullable String cited;
        private String field = "";
        private @Nullable String reason;

        private void read(String name, JsonParser value) throws RefusedValueException {
            switch (name) {
                case "source" -> source = SubmissionRules.checkedSource(once(source, value));
                case "citing" -> citing = IdentityKey.read(once(citing, value));
                case "cited" -> cited = IdentityKey.read(once(cited, value));
                default -> {}
            }
        }

        private static String once(@Nullable String before, JsonParser value) throws RefusedValueException {
            if (before != null) {
                throw Json.twice();
            }
            String written = Json.string(value);
            if (written == null) {
                throw new RefusedValueException("is missing");
            }
            return written;
        }

        /** Keeps the first. */
        private void note(String name, String why) {
            if (reason == null) {
                field = "/" + name;
                reason = why;
            }
        }
    }
}
