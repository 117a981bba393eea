package org.citestream.ingest.feed.json;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.submission.RecordFrames;
import org.citestream.ingest.submission.RecordFrames.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Goes through the records of JSON that another collection wrote: a page (an object that holds its records in a list, maybe
 * inside of a wrapper), several pages one after the other, a list of records, a single record, or one record a line. Whatever the
 * length of the input, no more than one record is held, and of it only the fields that are of use.
 *
 * <p>In a list or in lines, a record that is no JSON is refused alone where the next one can be found; in a page it ends the reading.
 */
public final class JsonRecords {

    private static final int LOOK_AHEAD = 1 << 16;
    private static final int MAX_NESTING = 64;

    /** Largest record, in bytes of a list or a line and about as much memory. */
    static final int MAX_RECORD = 16 * 1024 * 1024;

    private final Set<String> wrappers;
    private final Set<String> lists;
    private final Set<String> unused;
    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_RECORD)
                    .maxNumberLength(MAX_RECORD)
                    .maxNameLength(MAX_RECORD)
                    .build())
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    /**
     * Describes the pages of a collection.
     *
     * @param wrappers fields of a page that hold an object with its records, such as {@code message}
     * @param lists fields of a page, or of a wrapper, that hold a list of records, such as {@code items}
     * @param unused fields of a record that are passed over
     */
    public JsonRecords(Set<String> wrappers, Set<String> lists, Set<String> unused) {
        this.wrappers = Set.copyOf(wrappers);
        this.lists = Set.copyOf(lists);
        this.unused = Set.copyOf(unused);
    }

    /** Receives what is read. */
    public interface Handler {

        /**
         * A record, or null where a list says null.
         *
         * @param page what its page has said before it, empty where it is in none
         */
        void record(@Nullable ObjectNode record, ObjectNode page) throws IOException;
    }

    /**
     * Reads to the end. What is no record is refused through the tally.
     *
     * @return what the last page says beside its records, those of its wrapper among them
     * @throws IOException where the input can be made sense of no further, or as the handler throws
     */
    public ObjectNode read(InputStream input, Tally tally, Handler handler) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(input, LOOK_AHEAD);
        skipByteOrderMark(buffered);
        if (beginsWithAPage(buffered)) {
            return readPages(buffered, tally, handler);
        }
        RecordFrames frames = new RecordFrames(buffered, MAX_RECORD);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        while (true) {
            Frame frame;
            try {
                frame = frames.next();
            } catch (IOException e) {
                throw tally.brokenOff(String.valueOf(e.getMessage()), e);
            }
            switch (frame) {
                case null -> {
                    return page;
                }
                case Frame.Broken broken -> {
                    tally.refuse(null, "", broken.reason());
                    return page;
                }
                case Frame.Oversized() -> tally.refuse(null, "", oversized());
                case Frame.Whole whole -> {
                    try (JsonParser json = parser(new ByteArrayInputStream(whole.bytes(), 0, whole.length()))) {
                        page = new Run(json, tally, handler).all();
                    } catch (StreamConstraintsException e) {
                        tally.refuse(null, "", "goes too far: brackets may be nested " + MAX_NESTING + " deep");
                    } catch (JacksonException e) {
                        tally.refuse(null, "", reason(e) + " (line " + whole.line() + ")");
                        if (frames.framedByContent()) {
                            throw tally.brokenOff("where the next record begins cannot be told", e);
                        }
                    }
                }
            }
        }
    }

    private ObjectNode readPages(InputStream input, Tally tally, Handler handler) throws IOException {
        try (JsonParser json = parser(input)) {
            return new Run(json, tally, handler).all();
        } catch (JacksonException e) {
            String where = e.getLocation() == null || e.getLocation().getLineNr() < 1
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw tally.brokenOff(reason(e) + (e.getCause() instanceof IOException ? "" : where), e);
        }
    }

    /** With strict decoding, which the parser's own is not where it keeps no table of names from outside. */
    private JsonParser parser(InputStream input) {
        return factory.createParser(
                ObjectReadContext.empty(),
                new InputStreamReader(
                        input,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    private static String reason(JacksonException e) {
        return switch (e.getCause()) {
            case CharacterCodingException _ -> "is not valid UTF-8";
            case IOException io -> String.valueOf(io.getMessage());
            case null, default -> "is not JSON: " + e.getOriginalMessage();
        };
    }

    private static void skipByteOrderMark(InputStream input) throws IOException {
        input.mark(3);
        byte[] head = input.readNBytes(3);
        if (!(head.length == 3 && (head[0] & 0xFF) == 0xEF && (head[1] & 0xFF) == 0xBB && (head[2] & 0xFF) == 0xBF)) {
            input.reset();
        }
    }

    /** Whether the first document has a field of a page. */
    private boolean beginsWithAPage(InputStream input) throws IOException {
        input.mark(LOOK_AHEAD);
        byte[] head = input.readNBytes(LOOK_AHEAD);
        input.reset();
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), head)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken value = json.nextToken();
                if ((wrappers.contains(name) && value == JsonToken.START_OBJECT)
                        || (lists.contains(name) && value == JsonToken.START_ARRAY)) {
                    return true;
                }
                json.skipChildren();
            }
        } catch (JacksonException e) {
            return false; // it is cut here, or is no JSON, which the reading will say
        }
        return false;
    }

    private static String oversized() {
        return String.format(Locale.ROOT, "is too large: at most %,d bytes are allowed", MAX_RECORD);
    }

    /** One parser's way through its documents. */
    private final class Run {

        private final JsonParser json;
        private final Tally tally;
        private final Handler handler;
        private ObjectNode page = JsonNodeFactory.instance.objectNode();

        Run(JsonParser json, Tally tally, Handler handler) {
            this.json = json;
            this.tally = tally;
            this.handler = handler;
        }

        ObjectNode all() throws IOException {
            while (json.nextToken() != null) {
                page = JsonNodeFactory.instance.objectNode();
                if (json.currentToken() == JsonToken.START_ARRAY) {
                    list();
                } else if (json.currentToken() == JsonToken.START_OBJECT) {
                    document();
                } else {
                    element();
                }
            }
            return page;
        }

        /** A page or a record: which of them shows only in the reading. */
        private void document() throws IOException {
            TokenStreamContext around = json.streamReadContext().getParent();
            boolean isPage = false;
            try {
                BoundedTree tree = new BoundedTree(json, MAX_RECORD);
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    JsonToken value = json.nextToken();
                    if (lists.contains(name) && value == JsonToken.START_ARRAY) {
                        isPage = true;
                        list();
                    } else if (wrappers.contains(name) && value == JsonToken.START_OBJECT) {
                        isPage = true;
                        wrapped(around);
                    } else {
                        field(page, name, tree);
                    }
                }
            } catch (Oversized e) {
                tooLarge(around);
                return;
            }
            if (!isPage) {
                handler.record(page, JsonNodeFactory.instance.objectNode());
            }
        }

        /** What a wrapper holds is either the one record of the page or belongs to the page and its list. */
        private void wrapped(TokenStreamContext around) throws IOException, Oversized {
            ObjectNode only = JsonNodeFactory.instance.objectNode();
            BoundedTree tree = new BoundedTree(json, MAX_RECORD);
            boolean holdsList = false;
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken value = json.nextToken();
                if (lists.contains(name) && value == JsonToken.START_ARRAY) {
                    holdsList = true;
                    list();
                } else if (wrappers.contains(name) && value == JsonToken.START_OBJECT) {
                    holdsList = true;
                    wrapped(around);
                } else {
                    field(only, name, tree);
                }
            }
            if (holdsList) {
                page.setAll(only);
            } else {
                handler.record(only, page);
            }
        }

        private void field(ObjectNode into, String name, BoundedTree tree) throws Oversized {
            if (unused.contains(name)) {
                json.skipChildren();
                return;
            }
            tree.spend(name.length());
            JsonNode value = tree.value();
            into.set(name, value);
        }

        private void list() throws IOException {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                element();
            }
        }

        private void element() throws IOException {
            switch (json.currentToken()) {
                case VALUE_NULL -> handler.record(null, page);
                case START_OBJECT -> {
                    TokenStreamContext around = json.streamReadContext().getParent();
                    ObjectNode record = JsonNodeFactory.instance.objectNode();
                    try {
                        BoundedTree tree = new BoundedTree(json, MAX_RECORD);
                        for (String name = json.nextName(); name != null; name = json.nextName()) {
                            json.nextToken();
                            field(record, name, tree);
                        }
                    } catch (Oversized e) {
                        tooLarge(around);
                        return;
                    }
                    handler.record(record, page);
                }
                default -> {
                    json.skipChildren();
                    tally.refuse(null, "", "is not an object");
                }
            }
        }

        /** Goes on behind the record. */
        @SuppressWarnings("ReferenceEquality") // one context per nesting level
        private void tooLarge(TokenStreamContext around) {
            while (json.streamReadContext() != around) {
                if (json.nextToken() == null) {
                    break;
                }
            }
            tally.refuse(null, "", oversized());
        }
    }
}
