package org.citestream.platform.broker;

import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What may be chosen about an {@link EmbeddedBroker}.
 *
 * @param port the port to listen on; 0 takes the one remembered in the data directory if it is still free, else any
 *     free one, which is then remembered
 * @param advertisedPort the port of 127.0.0.1 at which clients are told to find it, such as that of a proxy; 0 for the one it listens on
 * @param partitions how many partitions a topic gets that does not say so itself, at least 1
 * @param flushEveryMessages after how many records of a partition its log is forced to the disk; 0 leaves that to the
 *     operating system, which loses nothing when the process dies and the last seconds when the power does
 * @param user who alone is let in, by SASL and PLAIN; null lets everyone in
 * @param password the user's; printable ASCII without quotes
 * @param tls with which it speaks TLS to its clients, and nothing else; null for plain connections
 * @param clock what it takes for the time of day, by which it also stamps, expires, and takes or refuses records by their age; what it measures in nanoseconds, and how long it sleeps, is not by it
 */
public record BrokerOptions(
        int port,
        int advertisedPort,
        int partitions,
        long flushEveryMessages,
        @Nullable String user,
        @Nullable String password,
        @Nullable Tls tls,
        InstantSource clock) {

    /**
     * What TLS needs.
     *
     * @param keyStore PKCS#12, with the broker's key and its certificate, which is for 127.0.0.1
     * @param trustStore PKCS#12, with the certificates by which the broker knows itself as a client does
     * @param password of both
     */
    public record Tls(Path keyStore, Path trustStore, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return keyStore.toString();
        }
    }

    public BrokerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (advertisedPort < 0 || advertisedPort > 65_535) {
            throw new IllegalArgumentException("advertisedPort must be 0 to 65535, not " + advertisedPort);
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1, not " + partitions);
        }
        if (flushEveryMessages < 0) {
            throw new IllegalArgumentException("flushEveryMessages must not be negative, but is " + flushEveryMessages);
        }
    }

    /** A remembered or free port, one partition, flushing left to the operating system. */
    public static BrokerOptions defaults() {
        return new BrokerOptions(0, 0, 1, 0, null, null, null, InstantSource.system());
    }

    public BrokerOptions withPort(int port) {
        return new BrokerOptions(port, advertisedPort, partitions, flushEveryMessages, user, password, tls, clock);
    }

    public BrokerOptions withAdvertisedPort(int advertisedPort) {
        return new BrokerOptions(port, advertisedPort, partitions, flushEveryMessages, user, password, tls, clock);
    }

    public BrokerOptions withPartitions(int partitions) {
        return new BrokerOptions(port, advertisedPort, partitions, flushEveryMessages, user, password, tls, clock);
    }

    public BrokerOptions withFlushEveryMessages(long flushEveryMessages) {
        return new BrokerOptions(port, advertisedPort, partitions, flushEveryMessages, user, password, tls, clock);
    }

    /** Lets in clients that know the password, and no others. */
    public BrokerOptions withCredentials(String user, String password) {
        return new BrokerOptions(port, advertisedPort, partitions, flushEveryMessages, user, password, tls, clock);
    }

    /** Speaks TLS with its clients, with credentials or without. */
    public BrokerOptions withTls(Tls itsTls) {
        return new BrokerOptions(port, advertisedPort, partitions, flushEveryMessages, user, password, itsTls, clock);
    }

    public BrokerOptions withClock(InstantSource itsClock) {
        return new BrokerOptions(port, advertisedPort, partitions, flushEveryMessages, user, password, tls, itsClock);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "port " + port + ", partitions " + partitions + ", user " + user;
    }
}
