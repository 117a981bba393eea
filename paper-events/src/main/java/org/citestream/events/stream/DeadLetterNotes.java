package org.citestream.events.stream;

import org.citestream.events.Event;

/**
 * Told of each record that a stage could not handle, before it goes to the dead letters, so that a service can say so to those who
 * wait for it. A bean of this type is found by the readers; a service without one notes nothing.
 */
@FunctionalInterface
public interface DeadLetterNotes {

    /**
     * Notes a record; may be told of the same one again.
     *
     * @param stage the function that could not handle it, such as {@code assemble}
     * @param record as it was read
     * @param reason in words
     */
    void note(String stage, Received<? extends Event> record, String reason);
}
