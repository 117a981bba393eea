package org.citestream.ingest.submission;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.citestream.ingest.submission.RecordFrames.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Goes through the records of one input: cuts, decodes and parses each, and says what became of it. */
final class RecordReading {

    static final int MAX_RECORD_BYTES = 16 * 1024 * 1024;
    private static final int MAX_NESTING = 64;
    private static final int SMALL_RECORD = 1 << 16;

    private final int maxRecordBytes;
    private final RecordParser parser;
    private final JsonFactory json;

    RecordReading(int maxRecordBytes, RecordParser parser) {
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes is " + maxRecordBytes + ", but must be positive");
        }
        this.maxRecordBytes = maxRecordBytes;
        this.parser = parser;
        this.json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxStringLength(maxRecordBytes)
                        .maxNumberLength(maxRecordBytes)
                        .maxNameLength(maxRecordBytes)
                        .build())
                // Names come from outside and need not be kept.
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .build();
    }

    /** Reads the fields of one kind of record. */
    interface RecordParser {

        /**
         * Reads an object to its end.
         *
         * @param object at its opening bracket
         */
        Reading parse(JsonParser object, long number, String feed);
    }

    long read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException {
        RecordFrames frames = new RecordFrames(input, maxRecordBytes);
        Decoding decoding = new Decoding();
        long number = 0;
        while (true) {
            Frame frame;
            try {
                frame = frames.next();
            } catch (IOException e) {
                throw new BrokenOffException(number, "", String.valueOf(e.getMessage()), e);
            }
            if (frame == null) {
                return number;
            }
            number++;
            switch (frame) {
                case Frame.Broken broken -> {
                    to.accept(refused(number, broken.reason()));
                    return number;
                }
                case Frame.Oversized() -> to.accept(refused(number, oversized()));
                case Frame.Whole whole -> {
                    if (!readWhole(whole, number, feed, decoding, frames.framedByContent(), to)) {
                        return number;
                    }
                }
            }
        }
    }

    /** Returns whether what follows can be read. */
    private boolean readWhole(
            Frame.Whole whole,
            long number,
            String feed,
            Decoding decoding,
            boolean framedByContent,
            Consumer<? super Reading> to) {
        CharBuffer text = decoding.decode(whole);
        if (text == null) {
            to.accept(refused(
                    number,
                    "is not valid UTF-8 at its byte " + decoding.errorAt + " (it begins in line " + whole.line()
                            + ")"));
            return true;
        }
        Reading reading;
        boolean legible = true;
        try {
            reading = parse(text, number, feed);
        } catch (StreamConstraintsException e) {
            reading = refused(number, "goes too far: brackets may be nested " + MAX_NESTING + " deep");
        } catch (JacksonException e) {
            legible = !framedByContent;
            String reason = malformed(e, whole);
            reading =
                    refused(number, legible ? reason : reason.concat("; where the next record begins cannot be told"));
        }
        to.accept(reading);
        return legible;
    }

    private Reading parse(CharBuffer text, long number, String feed) {
        try (JsonParser tokens = json.createParser(ObjectReadContext.empty(), text.array(), 0, text.length())) {
            JsonToken first = tokens.nextToken();
            Reading reading;
            if (first == JsonToken.START_OBJECT) {
                reading = parser.parse(tokens, number, feed);
            } else {
                reading = refused(number, "is " + Json.kind(first) + ", but must be an object");
                tokens.skipChildren();
            }
            return tokens.nextToken() == null
                    ? reading
                    : refused(number, "is followed by something else in the same line: one record a line");
        }
    }

    private static String malformed(JacksonException e, Frame.Whole whole) {
        var at = e.getLocation();
        String where = at == null || at.getLineNr() < 1
                ? "line " + whole.line()
                : "line " + (whole.line() + at.getLineNr() - 1) + ", column " + at.getColumnNr();
        return "is not JSON: " + e.getOriginalMessage() + " (" + where + ")";
    }

    private String oversized() {
        return String.format(Locale.ROOT, "is too long: at most %,d bytes are allowed", maxRecordBytes);
    }

    private static Reading refused(long number, String reason) {
        return new Reading.Refused(number, null, "", reason);
    }

    /** Strict decoding, which the parser's own is not. */
    private static final class Decoding {

        private final CharsetDecoder utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        private final CharBuffer small = CharBuffer.allocate(SMALL_RECORD);
        private int errorAt;

        /** The characters, from 0 of the backing array; null where they are not UTF-8. */
        private @Nullable CharBuffer decode(Frame.Whole whole) {
            CharBuffer text = whole.length() <= SMALL_RECORD ? small.clear() : CharBuffer.allocate(whole.length());
            ByteBuffer bytes = ByteBuffer.wrap(whole.bytes(), 0, whole.length());
            CoderResult result = utf8.reset().decode(bytes, text, true);
            if (result.isError()) {
                errorAt = bytes.position() + 1;
                return null;
            }
            utf8.flush(text);
            return text.flip();
        }
    }
}
