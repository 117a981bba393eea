package org.citestream.events.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.citestream.events.PaperRecord;
import org.springframework.dao.DataAccessResourceFailureException;

/** Keeps what it is given, and fails when told to. */
class Recorder<E extends PaperRecord> implements BatchHandler<E> {

    final List<Received<E>> handled = new CopyOnWriteArrayList<>();
    final List<List<Received<E>>> failed = new CopyOnWriteArrayList<>();
    final AtomicInteger troubles = new AtomicInteger();
    final AtomicInteger assignmentTroubles = new AtomicInteger();
    volatile IntPredicate refused = _ -> false;
    volatile int atReturn = -1;
    volatile Consumer<List<Received<E>>> seen = _ -> {};

    @Override
    public void handle(int partition, List<Received<E>> batch) {
        seen.accept(batch);
        if (troubles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            failed.add(List.copyOf(batch));
            throw new DataAccessResourceFailureException("the store is away");
        }
        for (Received<E> each : batch) {
            if (refused.test(each.event().id())) {
                throw new IllegalArgumentException("paper " + each.event().id() + " is refused — Übel");
            }
        }
        handled.addAll(batch);
    }

    @Override
    public void assigned(Set<Integer> partitions) {
        if (assignmentTroubles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new DataAccessResourceFailureException("the store is away");
        }
    }

    List<Integer> ids() {
        List<Integer> ids = new ArrayList<>();
        handled.forEach(each -> ids.add(each.event().id()));
        return ids;
    }
}
