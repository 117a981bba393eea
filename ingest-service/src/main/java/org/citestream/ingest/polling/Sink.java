package org.citestream.ingest.polling;

import java.util.concurrent.CompletableFuture;
import org.citestream.events.Submission;

/** Where submissions go. */
interface Sink {

    /** Adds a submission; blocks while too many are on their way. Completes once it is acknowledged. */
    CompletableFuture<?> add(Submission submission);
}
