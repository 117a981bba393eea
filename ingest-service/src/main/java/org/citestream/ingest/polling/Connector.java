package org.citestream.ingest.polling;

import java.io.IOException;
import java.util.Map;

/** How one kind of source is asked for what is new. */
interface Connector {

    /**
     * The next part of what is new: the first of a run, or the one after the part whose checkpoint this is.
     *
     * @param checkpoint as an earlier part gave it; empty at the very first
     * @throws ExpiredCursorException if the source no longer knows the place in the list that the checkpoint names
     * @throws UnexpectedAnswerException if the source answers something else than what it was asked for
     * @throws IOException if it cannot be asked, or its answer breaks off
     */
    Part next(Map<String, String> checkpoint) throws IOException, InterruptedException;

    /** The checkpoint without the place in the list, from which the list is begun again. */
    Map<String, String> restarted(Map<String, String> checkpoint);

    /** Whether a run that comes to its end has told all that the source has, so that a record which it did not tell is gone. */
    default boolean tellsAll() {
        return false;
    }

    /** Whether records that say what they said the last time are passed over. */
    default boolean passesOverUnchanged() {
        return true;
    }
}
