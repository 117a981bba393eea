package org.citestream.ingest.submission;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an input into the bytes of its records, before anything is parsed, so that no more than one record is ever held and
 * what is wrong inside a record stays inside it. Only bytes that are ASCII in UTF-8 are looked at: line feeds, quotation
 * marks, backslashes, brackets, commas.
 *
 * <p>The form is told by the first byte that is not blank. {@code [} begins an array, whose elements are parted by the commas
 * outside of strings and inner brackets. Anything else begins lines, parted by line feeds (NDJSON); but if the first line
 * leaves its object open, and the next could go on with it, the input is documents spread over lines, parted by their
 * closing brackets.
 */
public final class RecordFrames {

    private static final int CHUNK = 1 << 16;
    private static final int FIRST_CAPACITY = 1 << 12;
    private static final int END = -1;
    private static final int GZIP = 0x1F;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] LINE_FEED = {'\n'};

    private final InputStream input;
    private final int limit;
    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int filled;
    private long line = 1;

    private byte[] record = new byte[FIRST_CAPACITY];
    private int length;
    private boolean oversized;

    private Form form = Form.UNKNOWN;
    private boolean elementRead;

    private int depth;
    private boolean inString;
    private boolean escaped;

    /** Cuts an input whose records are no longer than a limit, in bytes. */
    public RecordFrames(InputStream input, int limit) {
        this.input = input;
        this.limit = limit;
    }

    private enum Form {
        UNKNOWN,
        LINES,
        ARRAY,
        ARRAY_CLOSED,
        DOCUMENTS,
        ENDED
    }

    /** What stands where a record is due. */
    public sealed interface Frame {

        /** The bytes of a record; valid until the next frame is asked for. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Whole(byte[] bytes, int length, long line) implements Frame {}

        /** A record longer than the limit, which was passed over. */
        record Oversized() implements Frame {}

        /** Nothing can be told apart from here on. */
        record Broken(String reason) implements Frame {}
    }

    /** Whether a record that is no JSON tells nothing about where the next one begins. */
    public boolean framedByContent() {
        return form != Form.LINES;
    }

    /** The next frame, or null at the end of the input. */
    public @Nullable Frame next() throws IOException {
        return switch (form) {
            case UNKNOWN -> first();
            case LINES -> nextLine();
            case ARRAY -> nextElement();
            case ARRAY_CLOSED -> afterArray();
            case DOCUMENTS -> nextDocument();
            case ENDED -> null;
        };
    }

    private @Nullable Frame first() throws IOException {
        skipByteOrderMark();
        int begin = peekAfterBlanks();
        return switch (begin) {
            case END -> {
                form = Form.ENDED;
                yield null;
            }
            case '[' -> {
                position++;
                form = Form.ARRAY;
                yield nextElement();
            }
            case '{' -> firstLine();
            case '<' -> broken("is no JSON: it begins with “<”, as XML and HTML do");
            case GZIP -> broken("is no JSON: it begins as compressed data do");
            default -> {
                form = Form.LINES;
                yield nextLine();
            }
        };
    }

    private void skipByteOrderMark() throws IOException {
        filled = input.readNBytes(chunk, 0, BYTE_ORDER_MARK.length);
        if (Arrays.equals(chunk, 0, filled, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
            position = filled;
        }
    }

    private Frame firstLine() throws IOException {
        long at = line;
        form = Form.LINES;
        Frame whole = nextLine();
        if (whole instanceof Frame.Whole first && leavesObjectOpen(first)) {
            form = Form.DOCUMENTS;
            append(LINE_FEED, 0, 1);
            return readDocument(at);
        }
        return whole == null ? broken("holds no record") : whole;
    }

    /** Whether the line is the first of a document: what it opened stays open, and the next line can go on with it. */
    private boolean leavesObjectOpen(Frame.Whole first) throws IOException {
        BitSet arrays = new BitSet();
        byte last = 0;
        beginStructure();
        for (int i = 0; i < first.length; i++) {
            byte b = first.bytes[i];
            structure(b);
            if (!inString && (b == '{' || b == '[')) {
                arrays.set(depth, b == '[');
            }
            if (depth == 0) {
                return false;
            }
            if (b > ' ') {
                last = b;
            }
        }
        if (inString) {
            return false;
        }
        int next = peekAfterBlanks();
        boolean inArray = arrays.get(depth);
        return switch (last) {
            case ':' -> beginsValue(next);
            case '[' -> next == ']' || beginsValue(next);
            case '{' -> next == '}' || next == '"';
            case ',' -> inArray ? beginsValue(next) : next == '"';
            default -> next == ',' || next == (inArray ? ']' : '}') || (last == '"' && next == ':');
        };
    }

    private static boolean beginsValue(int b) {
        return b != END && "{[\"-0123456789tfn".indexOf(b) >= 0;
    }

    private @Nullable Frame nextLine() throws IOException {
        if (peekAfterBlanks() == END) {
            form = Form.ENDED;
            return null;
        }
        long at = line;
        beginRecord();
        while (position < filled || fill()) {
            int from = position;
            while (position < filled && chunk[position] != '\n') {
                position++;
            }
            append(chunk, from, position);
            if (position < filled) {
                position++;
                line++;
                break;
            }
        }
        return endRecord(at);
    }

    private @Nullable Frame nextElement() throws IOException {
        int begin = peekAfterBlanks();
        if (begin == ']' && !elementRead) {
            position++;
            return afterArray();
        }
        if (begin == END) {
            return broken("is not finished: the closing bracket of the array is missing");
        }
        if (begin == ',' || begin == ']') {
            return broken("is missing: the array has a comma without a record after it");
        }
        long at = line;
        elementRead = true;
        beginRecord();
        beginStructure();
        while (position < filled || fill()) {
            int from = position;
            for (; position < filled; position++) {
                byte b = chunk[position];
                if (depth == 0 && !inString && (b == ',' || b == ']')) {
                    append(chunk, from, position);
                    position++;
                    if (b == ']') {
                        form = Form.ARRAY_CLOSED;
                    }
                    return endRecord(at);
                }
                structure(b);
                if (b == '\n') {
                    line++;
                }
            }
            append(chunk, from, position);
        }
        if (depth <= 0 && !inString) {
            return endRecord(at);
        }
        return broken("is not finished: the input ends inside it");
    }

    private @Nullable Frame afterArray() throws IOException {
        if (peekAfterBlanks() == END) {
            form = Form.ENDED;
            return null;
        }
        return broken("stands after the end of the array, where nothing is allowed");
    }

    private @Nullable Frame nextDocument() throws IOException {
        int begin = peekAfterBlanks();
        if (begin == END) {
            form = Form.ENDED;
            return null;
        }
        if (begin != '{') {
            return broken("begins with " + Text.quoted(Character.toString(begin)) + ", but a document begins with “{”");
        }
        beginRecord();
        beginStructure();
        return readDocument(line);
    }

    /** Reads on until the brackets that are open have been closed. */
    private Frame readDocument(long at) throws IOException {
        while (position < filled || fill()) {
            int from = position;
            while (position < filled) {
                byte b = chunk[position++];
                structure(b);
                if (b == '\n') {
                    line++;
                }
                if (depth <= 0 && !inString) {
                    append(chunk, from, position);
                    return endRecord(at);
                }
            }
            append(chunk, from, position);
        }
        return broken("is not finished: the input ends inside it");
    }

    private void beginStructure() {
        depth = 0;
        inString = false;
        escaped = false;
    }

    private void structure(byte b) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
            }
        } else if (b == '"') {
            inString = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            depth--;
        }
    }

    private void beginRecord() {
        length = 0;
        oversized = false;
    }

    private void append(byte[] bytes, int from, int to) {
        int more = to - from;
        if (oversized || more > limit - length) {
            oversized = true;
            return;
        }
        if (length + more > record.length) {
            record = Arrays.copyOf(record, (int) Math.min(limit, Math.max(length + (long) more, record.length * 2L)));
        }
        System.arraycopy(bytes, from, record, length, more);
        length += more;
    }

    private Frame endRecord(long at) {
        return oversized ? new Frame.Oversized() : new Frame.Whole(record, length, at);
    }

    private Frame broken(String reason) {
        form = Form.ENDED;
        return new Frame.Broken(reason);
    }

    private int peekAfterBlanks() throws IOException {
        while (position < filled || fill()) {
            byte b = chunk[position];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b & 0xFF;
            }
            if (b == '\n') {
                line++;
            }
            position++;
        }
        return END;
    }

    private boolean fill() throws IOException {
        position = 0;
        filled = Math.max(0, input.read(chunk, 0, CHUNK));
        return filled > 0;
    }
}
