package org.citestream.summary.writing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citestream.events.SummaryEvent;
import org.citestream.events.rounds.Together;
import org.citestream.events.trace.RecordTraces;
import org.citestream.summary.work.OpenWork;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkItem;
import org.citestream.summary.work.WorkKind;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.work.WorkQueue;
import org.citestream.summary.work.WrittenSummary;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is open and publishes what came of it. What a model wrote is kept with its open work as soon as it is there, whoever writes
 * or waits for the broker meanwhile. A result is made durable, then sent, then its open work is deleted; a crash in
 * between leads to the same record again, and to no further call. What many workers ask for at the same time is read and written
 * together. What the store has as another's is neither found nor sent.
 */
final class SummaryPublisher {

    private final WorkQueue queue;
    private final WorkList workList;
    private final Ownership ownership;
    private final SummaryLog summaries;
    private final SummaryMeter meter;
    private final Supplier<String> connection;
    private final RecordTraces traces;
    private final Together<WorkItem, Found> reads = new Together<>(this::read);
    private final Together<Written, Boolean> answers = new Together<>(this::keep);
    private final Together<Due, Boolean> writes = new Together<>(this::write);

    /**
     * @param connection by which way the models are reached at present
     */
    SummaryPublisher(
            WorkQueue queue,
            WorkList workList,
            Ownership ownership,
            SummaryLog summaries,
            SummaryMeter meter,
            Supplier<String> connection,
            RecordTraces traces) {
        this.queue = queue;
        this.workList = workList;
        this.ownership = ownership;
        this.summaries = summaries;
        this.meter = meter;
        this.connection = connection;
        this.traces = traces;
    }

    /** What the database holds of an item; nothing where the item is another instance's by now. */
    Found find(WorkItem item) {
        return reads.take(item);
    }

    private List<Found> read(List<WorkItem> items) {
        List<Integer> ids = items.stream().map(WorkItem::id).distinct().toList();
        Map<Integer, OpenWork> open = workList.read(WorkKind.SUMMARY, ids);
        Map<Integer, Progress> progress = workList.find(ids);
        Set<Integer> ours =
                ownership.confirmed(items.stream().map(WorkItem::partition).toList());
        return items.stream()
                .map(item -> ours.contains(item.partition())
                        ? new Found(
                                stillOpen(open.get(item.id()), item),
                                answer(progress.getOrDefault(item.id(), Progress.NONE), item))
                        : Found.NOTHING)
                .toList();
    }

    private static @Nullable OpenWork stillOpen(@Nullable OpenWork found, WorkItem item) {
        return found != null && found.item().key().equals(item.key()) ? found : null;
    }

    private @Nullable SummaryState answer(Progress progress, WorkItem item) {
        SummaryState made = progress.summary();
        return made != null && made.answers(item.key(), connection.get(), item.offset()) ? made : null;
    }

    /** Makes durable what a model wrote, so that it is not asked again whatever happens before that is published. */
    void keep(WorkItem item, WrittenSummary written) {
        answers.take(new Written(item, written));
    }

    /** Out of turn, since who has the turn may wait for the broker; what is not ours any more, or was replaced, is not found. */
    private List<Boolean> keep(List<Written> all) {
        workList.keep(
                all.stream().collect(Collectors.toMap(Written::item, Written::summary, (one, _) -> one)),
                ownership::token);
        return all.stream().map(_ -> true).toList();
    }

    /** Whether the result of an item is still ours to publish. */
    boolean isOurs(WorkItem item) {
        return queue.isCurrent(item) && ownership.owns(item.partition());
    }

    /** Runs something that only the owner may do, if we are that. */
    void ifOurs(WorkItem item, Runnable writes) {
        ownership.sharing(() -> {
            if (isOurs(item) && !ownership.confirmed(List.of(item.partition())).isEmpty()) {
                writes.run();
            }
        });
    }

    /**
     * Publishes what came of an item, unless that is no longer ours to do.
     *
     * @param closes whether nothing is left to be done then
     * @return whether it was ours
     */
    boolean publish(WorkItem item, Outcome outcome, boolean closes) {
        return writes.take(new Due(item, outcome, closes, traces.sampled(item.id())));
    }

    private List<Boolean> write(List<Due> dues) {
        List<Due> ours = new ArrayList<>();
        ownership.sharing(() -> {
            dues.stream().filter(each -> isOurs(each.item())).forEach(ours::add);
            writeOurs(ours);
        });
        return dues.stream().map(ours::contains).toList();
    }

    /** Leaves those in the list that are ours when it comes to sending. */
    private void writeOurs(List<Due> ours) {
        Map<Integer, Integer> partitions = new HashMap<>();
        ours.forEach(each -> partitions.put(each.item().id(), each.item().partition()));
        Map<Integer, Progress> before = workList.find(partitions.keySet());
        List<SummaryState> states = ours.stream()
                .flatMap(each -> next(each, before.getOrDefault(each.item().id(), Progress.NONE)))
                .toList();
        workList.recordSummaries(states, id -> ownership.token(partitions.getOrDefault(id, -1)));
        Set<Integer> still = ownership.confirmed(partitions.values());
        ours.removeIf(each -> !still.contains(each.item().partition()));
        List<SummaryEvent> events = states.stream()
                .map(SummaryState::event)
                .filter(each -> still.contains(partitions.getOrDefault(each.id(), -1)))
                .toList();
        if (!events.isEmpty()) {
            send(events, ours, id -> partitions.getOrDefault(id, -1));
            meter.published(events);
        }
        workList.close(
                WorkKind.SUMMARY,
                ours.stream().filter(Due::closes).map(Due::item).toList(),
                ownership::token);
    }

    private void send(List<SummaryEvent> events, List<Due> ours, IntUnaryOperator partitionOf) {
        Map<Integer, String> contexts = new HashMap<>();
        for (Due each : ours) {
            if (each.trace() != null) {
                contexts.put(each.item().id(), each.trace());
            }
        }
        try (RecordTraces.Resumed _ = traces.carrying(contexts)) {
            summaries.send(events, partitionOf);
        }
    }

    private Stream<SummaryState> next(Due due, Progress before) {
        SummaryState made = answer(before, due.item());
        return Stream.ofNullable(made == null ? due.outcome().after(before) : made);
    }

    /**
     * What the database holds of an item.
     *
     * @param open with its text, or null where it is no longer open
     * @param made the record that answers it already, or null
     */
    record Found(@Nullable OpenWork open, @Nullable SummaryState made) {

        static final Found NOTHING = new Found(null, null);
    }

    /** What a model wrote for an item. */
    private record Written(WorkItem item, WrittenSummary summary) {}

    /** What came of an item. */
    interface Outcome {

        /** The next record, or null where none is needed. */
        @Nullable
        SummaryState after(Progress before);
    }

    /**
     * What is to be published.
     *
     * @param trace the context of the worker who made it
     */
    private record Due(
            WorkItem item,
            Outcome outcome,
            boolean closes,
            @Nullable String trace) {}
}
