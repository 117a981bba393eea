package org.citestream.ingest.feed;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Undoes gzip where the content is gzip, whatever a file is called or a header says. */
public final class Decompression {

    private static final int BUFFER = 1 << 16;

    private Decompression() {}

    /** The content, decompressed where it is compressed, without a bound: it streams. */
    public static InputStream of(InputStream input) throws IOException {
        return of(input, Long.MAX_VALUE);
    }

    /**
     * The content, decompressed where it is compressed. Reading from it fails with a message that says why where the data
     * are cut off, damaged, or longer than the bound.
     *
     * @param maxBytes most bytes of content, after decompression
     */
    public static InputStream of(InputStream input, long maxBytes) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(input, BUFFER);
        buffered.mark(2);
        boolean compressed = buffered.read() == 0x1F && buffered.read() == 0x8B;
        buffered.reset();
        InputStream content = buffered;
        if (compressed) {
            try {
                content = new GZIPInputStream(new Members(buffered), BUFFER);
            } catch (EOFException | ZipException e) {
                throw new IOException("the gzip data are cut off or damaged in their header", e);
            }
        }
        return new Content(content, compressed, maxBytes);
    }

    /**
     * Several gzip members may follow each other. The JDK looks for another only while {@code available} is positive, which
     * a connection that is waiting for its peer denies.
     */
    private static final class Members extends FilterInputStream {

        Members(BufferedInputStream input) {
            super(input);
        }

        @Override
        public int available() throws IOException {
            in.mark(1);
            boolean more = in.read() >= 0;
            in.reset();
            return more ? 1 : 0;
        }
    }

    /** Counts, and says in words what happened. */
    private static final class Content extends FilterInputStream {

        private final boolean compressed;
        private final long maxBytes;
        private long count;

        Content(InputStream input, boolean compressed, long maxBytes) {
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
            } catch (EOFException e) {
                throw compressed ? failure("are cut off", e) : e;
            } catch (ZipException e) {
                throw compressed ? failure("are damaged", e) : e;
            }
            if (read > 0) {
                count += read;
                if (count > maxBytes) {
                    throw new IOException(String.format(
                            Locale.ROOT, "the content is longer than the %,d bytes that are allowed", maxBytes));
                }
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
