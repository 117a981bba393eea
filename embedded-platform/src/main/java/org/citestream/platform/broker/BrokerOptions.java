package org.citestream.platform.broker;

/**
 * What may be chosen about an {@link EmbeddedBroker}.
 *
 * @param port the port to listen on; 0 takes the one remembered in the data directory if it is still free, else any
 *     free one, which is then remembered
 * @param partitions how many partitions a topic gets that does not say so itself, at least 1
 * @param flushEveryMessages after how many records of a partition its log is forced to the disk; 0 leaves that to the
 *     operating system, which loses nothing when the process dies and the last seconds when the power does
 */
public record BrokerOptions(int port, int partitions, long flushEveryMessages) {

    public BrokerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
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
        return new BrokerOptions(0, 1, 0);
    }

    public BrokerOptions withPort(int port) {
        return new BrokerOptions(port, partitions, flushEveryMessages);
    }

    public BrokerOptions withPartitions(int partitions) {
        return new BrokerOptions(port, partitions, flushEveryMessages);
    }

    public BrokerOptions withFlushEveryMessages(long flushEveryMessages) {
        return new BrokerOptions(port, partitions, flushEveryMessages);
    }
}
