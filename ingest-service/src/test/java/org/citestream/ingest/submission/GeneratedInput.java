package org.citestream.ingest.submission;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;

/** Pieces of text, made while they are read, until they come to a length. */
final class GeneratedInput extends InputStream {

    private final long length;
    private final LongFunction<String> pieces;
    private long next;
    private long total;
    private byte[] piece = {};
    private int at;

    GeneratedInput(long length, LongFunction<String> pieces) {
        this.length = length;
        this.pieces = pieces;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) {
        if (at == piece.length) {
            if (total > length) {
                return -1;
            }
            piece = pieces.apply(next++).getBytes(StandardCharsets.US_ASCII);
            total += piece.length;
            at = 0;
        }
        int read = Math.min(most, piece.length - at);
        System.arraycopy(piece, at, bytes, offset, read);
        at += read;
        return read;
    }
}
