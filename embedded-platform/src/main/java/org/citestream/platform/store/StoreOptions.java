package org.citestream.platform.store;

import java.time.Duration;

/**
 * What may be chosen about an {@link EmbeddedStore}.
 *
 * @param port the port to listen on, 0 for any free one
 * @param cacheMegabytes how much of the file is kept in memory, at least 1
 * @param flushInterval after how long at most a write that did not ask for the journal is in the file, 10 ms or more
 */
public record StoreOptions(int port, int cacheMegabytes, Duration flushInterval) {

    public StoreOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (cacheMegabytes < 1) {
            throw new IllegalArgumentException("cacheMegabytes must be at least 1, not " + cacheMegabytes);
        }
        if (flushInterval.toMillis() < 10) {
            throw new IllegalArgumentException("flushInterval must be at least 10 ms, not " + flushInterval);
        }
    }

    /** Any free port, 32 MB, 200 ms. */
    public static StoreOptions defaults() {
        return new StoreOptions(0, 32, Duration.ofMillis(200));
    }

    public StoreOptions withPort(int port) {
        return new StoreOptions(port, cacheMegabytes, flushInterval);
    }

    public StoreOptions withCacheMegabytes(int cacheMegabytes) {
        return new StoreOptions(port, cacheMegabytes, flushInterval);
    }

    public StoreOptions withFlushInterval(Duration flushInterval) {
        return new StoreOptions(port, cacheMegabytes, flushInterval);
    }
}
