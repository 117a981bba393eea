package org.citestream.events.stream;

import java.time.Duration;

/** A service starts, and no broker answers. */
final class NoBrokerException extends IllegalStateException {

    NoBrokerException(Duration waited, Exception cause) {
        super(
                "No Kafka broker answered within " + waited.toSeconds()
                        + " s; check spring.kafka.bootstrap-servers and citestream.stream.start-timeout",
                cause);
    }
}
