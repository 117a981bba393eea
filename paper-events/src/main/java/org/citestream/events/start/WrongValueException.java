package org.citestream.events.start;

/** A value of the configuration is wrong; the message names its key, the value and what is allowed. */
final class WrongValueException extends IllegalArgumentException {

    WrongValueException(String message) {
        super(message);
    }
}
