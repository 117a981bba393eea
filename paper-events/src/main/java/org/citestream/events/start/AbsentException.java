package org.citestream.events.start;

import java.time.Duration;

/** What a service cannot be without did not answer within the time it was given. */
public final class AbsentException extends IllegalStateException {

    /**
     * It did not answer.
     *
     * @param what for example {@code Kafka broker}
     * @param waited how long it was waited for
     * @param setting the key that says where it is
     */
    public AbsentException(String what, Duration waited, String setting, Exception cause) {
        super(
                "No " + what + " answered within " + waited.toSeconds() + " s; check " + setting
                        + " and citestream.stream.start-timeout",
                cause);
    }
}
