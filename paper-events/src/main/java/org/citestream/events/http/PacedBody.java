package org.citestream.events.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/**
 * A body that must not come too slowly: what counts is how long it was waited for in all, so that one byte each now and then does not
 * do, and one who reads slowly himself blames nobody.
 */
final class PacedBody extends ServletInputStream {

    private final ServletInputStream body;
    private final long graceNanos;
    private final int slowest;
    private long waitedNanos;
    private long bytes;

    PacedBody(ServletInputStream body, HttpLimits limits) {
        this.body = body;
        this.graceNanos = limits.headersWithin().toNanos();
        this.slowest = limits.slowestBody();
    }

    @Override
    public int read() throws IOException {
        long begin = System.nanoTime();
        int read = body.read();
        count(begin, read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        long begin = System.nanoTime();
        int read = body.read(into, offset, length);
        count(begin, Math.max(0, read));
        return read;
    }

    /** Reads what is left and throws it away, up to a length, so that who sends it comes to read the answer. */
    void drain(int most) throws IOException {
        byte[] thrownAway = new byte[8192];
        int left = most;
        while (left > 0 && !isFinished()) {
            int read = read(thrownAway, 0, Math.min(left, thrownAway.length));
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    private void count(long begin, int more) throws IOException {
        bytes += more;
        waitedNanos += System.nanoTime() - begin;
        if (waitedNanos > graceNanos && bytes < slowest * (waitedNanos / 1e9)) {
            throw new IOException("it comes more slowly than " + slowest + " bytes a second");
        }
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
