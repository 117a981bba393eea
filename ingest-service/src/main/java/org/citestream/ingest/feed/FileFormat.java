package org.citestream.ingest.feed;

import java.io.IOException;
import java.io.InputStream;

/** The formats that files come in. */
public enum FileFormat {
    /** The dump of DBLP or a part of it. */
    DBLP_XML,
    /** The product's own form: one document, an array, or NDJSON. */
    JSON;

    private static final int LOOK_AHEAD = 1 << 12;

    /**
     * Tells the format by the first character that is not blank.
     *
     * @param input supports {@code mark} and is left where it was
     * @throws IOException if it is neither, or the input fails
     */
    public static FileFormat detect(InputStream input) throws IOException {
        input.mark(LOOK_AHEAD);
        byte[] head = input.readNBytes(LOOK_AHEAD);
        input.reset();
        int at = startsWithByteOrderMark(head) ? 3 : 0;
        while (at < head.length && (head[at] == ' ' || head[at] == '\t' || head[at] == '\r' || head[at] == '\n')) {
            at++;
        }
        if (at == head.length) {
            throw new IOException(head.length == 0 ? "the input is empty" : "the input begins with nothing but blanks");
        }
        return switch (head[at]) {
            case '<' -> DBLP_XML;
            case '{', '[' -> JSON;
            default ->
                throw new IOException("the input is neither XML nor JSON: it begins with the byte 0x"
                        + Integer.toHexString(head[at] & 0xFF));
        };
    }

    private static boolean startsWithByteOrderMark(byte[] head) {
        return head.length >= 3 && (head[0] & 0xFF) == 0xEF && (head[1] & 0xFF) == 0xBB && (head[2] & 0xFF) == 0xBF;
    }
}
