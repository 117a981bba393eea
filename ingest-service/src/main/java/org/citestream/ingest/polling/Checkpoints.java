package org.citestream.ingest.polling;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints of one feed, which count for what it asked for when they were stored: where it asks for something else, it begins anew. */
final class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final String REQUEST = "request";

    private final String feed;
    private final FeedStates states;
    private final String request;
    private final FeedState begun;

    /**
     * Those of a run of a feed.
     *
     * @param request stands for what it asks for
     * @param begun how the feed stood when the run began
     */
    Checkpoints(String feed, FeedStates states, String request, FeedState begun) {
        this.feed = feed;
        this.states = states;
        this.request = request;
        this.begun = begun;
    }

    /** Whether an operator has confirmed that what the source no longer tells is to be taken back. */
    boolean isConfirmed() {
        return begun.confirmed();
    }

    /** From where the feed goes on, in the words of its source. */
    Map<String, String> from(Map<String, String> stored) {
        if (stored.containsKey(REQUEST) && !request.equals(stored.get(REQUEST))) {
            log.info("The feed {} asks for something else than before, and begins anew", feed);
            return Map.of();
        }
        Map<String, String> from = new HashMap<>(stored);
        from.remove(REQUEST);
        return from;
    }

    Map<String, String> marked(Map<String, String> checkpoint) {
        Map<String, String> marked = new HashMap<>(checkpoint);
        marked.put(REQUEST, request);
        return marked;
    }

    /**
     * Stores from where the feed goes on.
     *
     * @return false where it was restarted since the run began, so that the run has nothing more to say
     */
    boolean store(Map<String, String> checkpoint, FeedState.LastRun run) {
        return states.checkpoint(feed, begun.restarts(), marked(checkpoint), run);
    }

    /** The hashes of what the records of these keys said; see {@link FeedStates#said}. */
    Map<String, String> said(Iterable<String> recordKeys) {
        return states.said(feed, recordKeys);
    }

    /** All that is remembered; see {@link FeedStates#forEachSaid}. */
    void forEachSaid(BiConsumer<String, String> each) {
        states.forEachSaid(feed, each);
    }

    void remember(Map<String, String> hashes) {
        states.remember(feed, hashes);
    }
}
