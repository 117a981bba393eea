package org.citestream.ingest.polling;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** States for tests, for one instance of the service. */
final class StatesInMemory implements FeedStates {

    private final Map<String, FeedState> states = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();

    @Override
    public Map<String, FeedState> all(Collection<String> feeds) {
        Map<String, FeedState> found = new HashMap<>(states);
        found.keySet().retainAll(Set.copyOf(feeds));
        return found;
    }

    @Override
    public boolean checkpoint(String feed, long restarts, Map<String, String> checkpoint, FeedState.LastRun run) {
        FeedState before = of(feed);
        if (before.restarts() != restarts) {
            return false;
        }
        states.put(
                feed,
                new FeedState(
                        before.paused(),
                        checkpoint,
                        run,
                        before.lastSuccess(),
                        before.nextRun(),
                        before.failures(),
                        restarts,
                        before.confirmed()));
        return true;
    }

    @Override
    public void restart(String feed, Instant nextRun) {
        FeedState before = of(feed);
        states.put(
                feed,
                new FeedState(
                        before.paused(),
                        Map.of(),
                        before.lastRun(),
                        before.lastSuccess(),
                        nextRun,
                        before.failures(),
                        before.restarts() + 1,
                        before.confirmed()));
        said.clear();
    }

    @Override
    public void confirm(String feed) {
        FeedState before = of(feed);
        states.put(
                feed,
                new FeedState(
                        before.paused(),
                        before.checkpoint(),
                        before.lastRun(),
                        before.lastSuccess(),
                        before.nextRun(),
                        before.failures(),
                        before.restarts(),
                        true));
    }

    @Override
    public void finished(String feed, FeedState state) {
        states.put(feed, state);
    }

    @Override
    public void pause(String feed, boolean paused) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void next(String feed, Instant nextRun) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hold(String feed, String owner, Instant now, Instant until) {
        return true;
    }

    @Override
    public void release(String feed, String owner) {}

    @Override
    public Map<String, String> said(String feed, Iterable<String> recordKeys) {
        Map<String, String> found = new HashMap<>();
        recordKeys.forEach(key -> {
            if (said.containsKey(key)) {
                found.put(key, said.get(key));
            }
        });
        return found;
    }

    @Override
    public void forEachSaid(String feed, BiConsumer<String, String> each) {
        Map.copyOf(said).forEach(each);
    }

    @Override
    public void remember(String feed, Map<String, String> hashes) {
        said.putAll(hashes);
    }
}
