package org.citestream.events.rounds;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does at once what several threads ask for, each for one thing: who comes while a round is under way waits, and the first of those
 * then takes all the others along. Nobody waits for others to come. Where a round of several fails, each tries on its own, so that
 * nobody fails for another.
 */
public final class Together<T, R> {

    private final Function<List<T>, List<R>> round;
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Wish<T, R>> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param round gives what came of each, in their order; what it did before it failed, it may be asked to do again
     */
    public Together(Function<List<T>, List<R>> round) {
        this.round = round;
    }

    /** What came of this one. */
    public R take(T one) {
        Wish<T, R> wish = new Wish<>(one);
        waiting.add(wish);
        turn.lock();
        try {
            if (wish.came == null && !wish.alone) {
                takeAll();
            }
        } finally {
            turn.unlock();
        }
        R came = wish.came;
        return came == null ? round.apply(List.of(one)).getFirst() : came;
    }

    private void takeAll() {
        List<Wish<T, R>> wishes = new ArrayList<>();
        for (Wish<T, R> next = waiting.poll(); next != null; next = waiting.poll()) {
            wishes.add(next);
        }
        if (wishes.isEmpty()) {
            return; // an error took its round away
        }
        try {
            List<R> came = round.apply(wishes.stream().map(each -> each.one).toList());
            for (int i = 0; i < wishes.size(); i++) {
                wishes.get(i).came = came.get(i);
            }
        } catch (RuntimeException e) {
            if (wishes.size() == 1) {
                throw e;
            }
            wishes.forEach(each -> each.alone = true);
        }
    }

    /** Read and written by whose turn it is. */
    private static final class Wish<T, R> {

        private final T one;
        private @Nullable R came;
        private boolean alone;

        private Wish(T one) {
            this.one = one;
        }
    }
}
