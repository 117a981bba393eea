package org.citestream.ingest.feed;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Undoes gzip where the content is gzip, whatever a file is called or a header says. What nobody compresses but to do harm is refused:
 * content that is two hundred times as long as what it was made of, and endless members without any.
 */
public final class Decompression {

    /** How many bytes of content may come of one that is compressed; what is compressed for good reasons stays below 50. */
    public static final int MAX_EXPANSION = 200;

    /** Most bytes of content that are not measured by that. */
    public static final long ALWAYS_ALLOWED = 64L << 20;

    /** Most members without content that may follow each other. */
    public static final int MAX_EMPTY_MEMBERS = 100;

    private static final int BUFFER = 1 << 16;

    private Decompression() {}

    /** The content, decompressed where it is compressed, of any length: it streams. */
    public static InputStream of(InputStream input) throws IOException {
        return of(input, Long.MAX_VALUE);
    }

    /**
     * The content, decompressed where it is compressed. Reading from it fails with a message that says why where the data
     * are cut off, damaged, longer than the bound, or made to do harm.
     *
     * @param maxBytes most bytes of content, after decompression
     */
    public static InputStream of(InputStream input, long maxBytes) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(input, BUFFER);
        buffered.mark(2);
        boolean compressed = buffered.read() == 0x1F && buffered.read() == 0x8B;
        buffered.reset();
        if (!compressed) {
            return new Content(buffered, null, maxBytes);
        }
        Compressed data = new Compressed(buffered);
        try {
            return new Content(new Members(data), data, maxBytes);
        } catch (EOFException | ZipException e) {
            throw new IOException("the gzip data are cut off or damaged in their header", e);
        }
    }

    /** Several gzip members may follow each other: the JDK looks for the next by calling itself, so that many empty ones would end its stack. */
    private static final class Members extends GZIPInputStream {

        private int deep;

        Members(Compressed data) throws IOException {
            super(data, BUFFER);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (deep > MAX_EMPTY_MEMBERS) {
                throw new HarmfulException("hold more than " + MAX_EMPTY_MEMBERS + " empty members in a row");
            }
            deep++;
            try {
                return super.read(bytes, offset, length);
            } finally {
                deep--;
            }
        }
    }

    /** What is decompressed, counted. */
    private static final class Compressed extends FilterInputStream {

        private long count;

        Compressed(BufferedInputStream input) {
            super(input);
        }

        /** The JDK looks for another member only while this is positive, which a connection that waits for its peer denies. */
        @Override
        public int available() throws IOException {
            in.mark(1);
            boolean more = in.read() >= 0;
            in.reset();
            return more ? 1 : 0;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }

        void checkExpansion(long content) throws HarmfulException {
            if (content > ALWAYS_ALLOWED && content / MAX_EXPANSION > count) {
                throw new HarmfulException("become more than " + MAX_EXPANSION + " times as long");
            }
        }
    }

    /** Data that are whole, and made to do harm. */
    private static final class HarmfulException extends IOException {

        HarmfulException(String what) {
            super(what);
        }
    }

    /** Counts, and says in words what happened. */
    private static final class Content extends FilterInputStream {

        private final @Nullable Compressed compressed;
        private final long maxBytes;
        private long count;

        Content(InputStream input, @Nullable Compressed compressed, long maxBytes) {
            super(input);
            this.compressed = compressed;
            this.maxBytes = maxBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read;
            try {
                read = in.read(bytes, offset, length);
                if (read > 0) {
                    count += read;
                    if (compressed != null) {
                        compressed.checkExpansion(count);
                    }
                }
            } catch (HarmfulException e) {
                throw failure(String.valueOf(e.getMessage()), e);
            } catch (EOFException e) {
                throw compressed != null ? failure("are cut off", e) : e;
            } catch (ZipException e) {
                throw compressed != null ? failure("are damaged", e) : e;
            }
            if (count > maxBytes) {
                throw new IOException(String.format(
                        Locale.ROOT, "the content is longer than the %,d bytes that are allowed", maxBytes));
            }
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            byte[] skipped = new byte[Math.clamp(n, 0, BUFFER)];
            return Math.max(0, read(skipped, 0, skipped.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private IOException failure(String what, IOException cause) {
            return new IOException(
                    String.format(Locale.ROOT, "the gzip data %s after %,d bytes of content", what, count), cause);
        }
    }
}
