package org.citestream.ingest.polling;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.citestream.events.Submission;

/** Where submissions go. */
interface Sink {

    /** Adds a submission; blocks while too many are on their way. Completes once it is acknowledged. */
    CompletableFuture<?> add(Submission submission);

    /** What records say that are told in a form which leaves much out, with what is known of them beside it. */
    default List<Submission> completed(List<Submission> told) {
        return told;
    }

    /** Returns when the stage that comes next is not too far behind. */
    default void awaitRoom() throws InterruptedException {}
}
