package org.citestream.ingest.feed.bibtex;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a bibliography into its entries, one held at a time. Strings are replaced where they are named, parts joined by {@code #}; what
 * stands outside of entries is a comment. An entry that is not closed ends, broken, where a line begins with the next {@code @}.
 */
final class BibtexParser {

    private static final int END = -1;
    private static final int LONGEST_VALUE = 400_000;
    private static final int LONGEST_NAME = 500;
    private static final int MAX_FIELDS = 300;
    private static final int MAX_STRINGS = 10_000;
    private static final int LONGEST_STRING = 10_000;
    /** Of all fields of an entry, and of all strings. */
    private static final int LONGEST_TOGETHER = 2_000_000;

    private static final Map<String, String> MONTHS = Map.ofEntries(
            Map.entry("jan", "1"),
            Map.entry("feb", "2"),
            Map.entry("mar", "3"),
            Map.entry("apr", "4"),
            Map.entry("may", "5"),
            Map.entry("jun", "6"),
            Map.entry("jul", "7"),
            Map.entry("aug", "8"),
            Map.entry("sep", "9"),
            Map.entry("oct", "10"),
            Map.entry("nov", "11"),
            Map.entry("dec", "12"));

    private final Reader reader;
    private final Map<String, String> strings = new HashMap<>(MONTHS);
    private int stringsLength;
    private int next;
    private boolean atLineStart = true;
    /** Whether only an {@code @} at the start of a line begins an entry, since another may be inside the broken one. */
    private boolean recovering;

    BibtexParser(InputStream input) throws IOException {
        this.reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8), 1 << 16);
        this.next = reader.read();
    }

    /** The next entry, or null at the end. */
    @Nullable
    BibtexEntry next() throws IOException {
        while (true) {
            while (next != END && !(next == '@' && (atLineStart || !recovering))) {
                step();
            }
            if (next == END) {
                return null;
            }
            step();
            recovering = false;
            skipBlanks();
            String type = name().toLowerCase(Locale.ROOT);
            skipBlanks();
            if (type.isEmpty() || type.equals("comment") || !(next == '{' || next == '(')) {
                continue; // an at sign in a comment
            }
            char close = next == '{' ? '}' : ')';
            step();
            String[] key = new String[1];
            try {
                switch (type) {
                    case "preamble" -> value();
                    case "string" -> define();
                    default -> {
                        return entry(type, close, key);
                    }
                }
            } catch (Unreadable e) {
                recovering = true;
                return new BibtexEntry.Broken(key[0], e.reason());
            }
        }
    }

    private BibtexEntry entry(String type, char close, String[] keyRead) throws IOException, Unreadable {
        skipBlanks();
        StringBuilder key = new StringBuilder();
        while (next != ',' && next != close && next != END && next != '\n' && next != '\r') {
            append(key, LONGEST_NAME, "a citation key");
        }
        keyRead[0] = key.toString().strip();
        Map<String, String> fields = new LinkedHashMap<>();
        int length = 0;
        skipBlanks();
        while (next == ',') {
            step();
            skipBlanks();
            if (next == close) {
                break;
            }
            String field = name().toLowerCase(Locale.ROOT);
            skipBlanks();
            if (field.isEmpty() || next != '=') {
                throw new Unreadable("lacks the name or the equals sign of a field after "
                        + (fields.isEmpty() ? "its key" : "the field " + lastOf(fields)));
            }
            step();
            String value = value();
            if (fields.size() == MAX_FIELDS) {
                throw new Unreadable("has more than " + MAX_FIELDS + " fields");
            }
            length += value.length();
            if (length > LONGEST_TOGETHER) {
                throw tooLong("fields", LONGEST_TOGETHER);
            }
            fields.putIfAbsent(field, value);
            skipBlanks();
        }
        if (next != close) {
            throw new Unreadable("is not closed" + (fields.isEmpty() ? "" : " after the field " + lastOf(fields)));
        }
        step();
        return new BibtexEntry.Whole(type, keyRead[0], fields);
    }

    private static String lastOf(Map<String, String> fields) {
        String last = "";
        for (String field : fields.keySet()) {
            last = field;
        }
        return last;
    }

    private void define() throws IOException, Unreadable {
        skipBlanks();
        String name = name().toLowerCase(Locale.ROOT);
        skipBlanks();
        if (name.isEmpty() || next != '=') {
            throw new Unreadable("defines a string without a name or an equals sign");
        }
        step();
        String value = value();
        if (strings.size() >= MAX_STRINGS || value.length() > LONGEST_STRING) {
            throw new Unreadable("defines too many strings or too long a one");
        }
        int together =
                stringsLength + value.length() - strings.getOrDefault(name, "").length();
        if (together > LONGEST_TOGETHER) {
            throw tooLong("strings", LONGEST_TOGETHER);
        }
        stringsLength = together;
        strings.put(name, value);
    }

    /** Parts in braces, in quotation marks, named or numeric, joined by number signs. */
    private String value() throws IOException, Unreadable {
        StringBuilder value = new StringBuilder();
        while (true) {
            skipBlanks();
            switch (next) {
                case '{' -> braced(value);
                case '"' -> quoted(value);
                default -> {
                    String named = name();
                    if (named.isEmpty()) {
                        throw new Unreadable("has a field without a value");
                    }
                    value.append(strings.getOrDefault(named.toLowerCase(Locale.ROOT), named));
                    if (value.length() > LONGEST_VALUE) {
                        throw tooLong("a value", LONGEST_VALUE);
                    }
                }
            }
            skipBlanks();
            if (next != '#') {
                return value.toString();
            }
            step();
        }
    }

    private void braced(StringBuilder value) throws IOException, Unreadable {
        step();
        int depth = 1;
        while (true) {
            checkInside();
            if (next == '\\') {
                append(value, LONGEST_VALUE, "a value");
                checkInside();
            } else if (next == '{') {
                depth++;
            } else if (next == '}' && --depth == 0) {
                step();
                return;
            }
            append(value, LONGEST_VALUE, "a value");
        }
    }

    private void quoted(StringBuilder value) throws IOException, Unreadable {
        step();
        int depth = 0;
        while (true) {
            checkInside();
            if (next == '"' && depth == 0) {
                step();
                return;
            }
            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            append(value, LONGEST_VALUE, "a value");
        }
    }

    /** A line that begins with an at sign is the next entry: this one was never closed. */
    private void checkInside() throws Unreadable {
        if (next == END || (next == '@' && atLineStart)) {
            throw new Unreadable("is not closed: a brace or a quotation mark is missing");
        }
    }

    private void append(StringBuilder to, int limit, String what) throws IOException, Unreadable {
        if (to.length() == limit) {
            throw tooLong(what, limit);
        }
        to.append((char) next);
        step();
    }

    private static Unreadable tooLong(String what, int limit) {
        return new Unreadable(String.format(Locale.ROOT, "has %s of more than %,d characters", what, limit));
    }

    private String name() throws IOException {
        StringBuilder name = new StringBuilder();
        while (next != END
                && !Character.isWhitespace(next)
                && "{}(),=#\"@%".indexOf(next) < 0
                && name.length() < LONGEST_NAME) {
            name.append((char) next);
            step();
        }
        return name.toString();
    }

    private void skipBlanks() throws IOException {
        while (next != END && Character.isWhitespace(next)) {
            step();
        }
    }

    private void step() throws IOException {
        atLineStart = next == '\n' || next == '\r' || (atLineStart && (next == ' ' || next == '\t'));
        next = reader.read();
    }

    /** The entry that is being read cannot be. */
    private static final class Unreadable extends Exception {
        Unreadable(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
