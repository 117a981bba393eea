package org.citestream.ingest.polling;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.citestream.events.Submission;

/** Where submissions go. */
interface Sink {

    /** Adds a submission; blocks while too many are on their way. Completes once it is acknowledged. */
    CompletableFuture<?> add(Submission submission);

    /** Excerpts of records, with what is known of these beside it. */
    default List<? extends Submission> completed(List<? extends Submission> told) throws InterruptedException {
        return told;
    }

    /** Returns when the stage that comes next is not too far behind. */
    default void awaitRoom() throws InterruptedException {}
}
