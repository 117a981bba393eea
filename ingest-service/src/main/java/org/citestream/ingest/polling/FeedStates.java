package org.citestream.ingest.polling;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Keeps how the feeds stand. What is written is durable once the method returns. */
interface FeedStates {

    /** How these feeds stand, those of which anything is known. */
    Map<String, FeedState> all(Collection<String> feeds);

    default FeedState of(String feed) {
        return all(List.of(feed)).getOrDefault(feed, FeedState.initial());
    }

    /**
     * Stores from where a feed goes on while it runs.
     *
     * @param restarts as it was when the run began
     * @return false, and nothing is stored, where it was restarted meanwhile
     */
    boolean checkpoint(String feed, long restarts, Map<String, String> checkpoint, FeedState.LastRun run);

    /** Stores how a run ended; where the feed was restarted meanwhile, only what is told of the run. Whether it is paused is left as it is. */
    void finished(String feed, FeedState state);

    void pause(String feed, boolean paused);

    /** Forgets from where it goes on and what its records said, and has it run. */
    void restart(String feed, Instant nextRun);

    /** Notes that what the source no longer tells is to be taken back, until a run has come to its end. */
    void confirm(String feed);

    void next(String feed, Instant nextRun);

    /**
     * Takes a feed for one instance of the service, or goes on holding it.
     *
     * @return false while another instance holds it
     */
    boolean hold(String feed, String owner, Instant now, Instant until);

    void release(String feed, String owner);

    /** The hashes of what the records of these keys said when they were last accepted; keys that are not known are missing. */
    Map<String, String> said(String feed, Iterable<String> recordKeys);

    /** Goes over all that is remembered of a feed: the key of each record, and the hash of what it said. */
    void forEachSaid(String feed, BiConsumer<String, String> each);

    void remember(String feed, Map<String, String> hashes);
}
