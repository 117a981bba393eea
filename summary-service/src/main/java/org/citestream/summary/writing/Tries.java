package org.citestream.summary.writing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.citestream.summary.work.WorkItem;
import org.citestream.summary.work.WorkQueue;
import org.jspecify.annotations.Nullable;

/**
 * How often each item was tried in vain, and since when it, or everybody, is told to wait. What nobody wants any more is forgotten: at the
 * latest once there is twice as much as the queue has.
 */
final class Tries {

    private static final int FEWEST = 1000;

    private final WorkQueue queue;
    private final Duration spell;
    private final Map<WorkItem, Integer> failed = new ConcurrentHashMap<>();
    private final Map<WorkItem, Instant> told = new ConcurrentHashMap<>();
    private final Map<WorkItem, Rounds> rounds = new ConcurrentHashMap<>();
    private final AtomicLong answers = new AtomicLong();
    private @Nullable Spell everybody;

    /**
     * @param queue tells what is still wanted
     * @param spell who is told to wait again so long after the last wait was over is told anew
     */
    Tries(WorkQueue queue, Duration spell) {
        this.queue = queue;
        this.spell = spell;
    }

    /** An item was tried in vain once more; how often by now. */
    int failed(WorkItem item) {
        forgetUnwanted(failed);
        return failed.merge(item, 1, Integer::sum);
    }

    /**
     * An item was told to wait.
     *
     * @return how long this has gone on, for the item or for all while nobody was answered, until the end of this wait
     */
    synchronized Duration toldToWait(WorkItem item, Instant now, Duration wait) {
        forgetUnwanted(told);
        Instant until = now.plus(wait);
        Spell last = everybody;
        Instant since = last == null || now.isAfter(last.until.plus(spell)) ? now : last.since;
        everybody = new Spell(since, until);
        Instant own = told.getOrDefault(item, now);
        told.put(item, own);
        return Duration.between(own.isBefore(since) ? own : since, until);
    }

    /** Somebody was answered. */
    synchronized void answered() {
        answers.incrementAndGet();
        everybody = null;
    }

    /** How often an item was given up for a while. */
    int rounds(WorkItem item) {
        Rounds before = rounds.get(item);
        return before == null ? 0 : before.all;
    }

    /** An item is given up for a while, and begins anew after that. */
    Rounds gaveUp(WorkItem item) {
        forgetUnwanted(rounds);
        failed.remove(item);
        long now = answers.get();
        return rounds.merge(
                item,
                new Rounds(1, 0, now),
                (before, _) -> new Rounds(before.all + 1, before.alone + (now > before.answers ? 1 : 0), now));
    }

    /** An item is done with. */
    void forget(WorkItem item) {
        failed.remove(item);
        told.remove(item);
        rounds.remove(item);
    }

    /** How many items are remembered. */
    int size() {
        return failed.size() + told.size() + rounds.size();
    }

    private void forgetUnwanted(Map<WorkItem, ?> some) {
        if (some.size() >= Math.max(FEWEST, 2 * queue.size())) {
            some.keySet().removeIf(each -> !queue.isCurrent(each));
        }
    }

    /**
     * How often an item was given up.
     *
     * @param all times
     * @param alone those of them before which somebody else was answered since the last time: it is the item's own fault
     * @param answers of all so far
     */
    record Rounds(int all, int alone, long answers) {}

    private record Spell(Instant since, Instant until) {}
}
