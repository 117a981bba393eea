package org.citestream.summary.embedding;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.trace.RecordTraces;
import org.citestream.summary.work.EmbeddingState;
import org.citestream.summary.work.OpenWork;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.WorkItem;
import org.citestream.summary.work.WorkKind;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.work.WorkQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Works off the queue of embeddings, in batches and on few threads, since computing them takes all of a processor. Versions are
 * durable before the records are sent, and open work is deleted after they were acknowledged; a crash in between leads to the same
 * record again.
 *
 * <p>A text that the model cannot take, or fails at again and again, gets a record that says so. Where the model cannot run on this machine, each paper gets one,
 * and its work stays open for the next start.
 */
public final class EmbeddingWorkers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EmbeddingWorkers.class);
    private static final Duration STORE_RETRY = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Embedder embedder;
    private final EmbeddingMaker maker;
    private final EmbeddingProperties properties;
    private final WorkQueue queue;
    private final WorkList workList;
    private final Ownership ownership;
    private final EventWriter writer;
    private final MeterRegistry meters;
    private final RecordTraces traces;
    private volatile boolean running;

    EmbeddingWorkers(
            Embedder embedder,
            EmbeddingProperties properties,
            WorkQueue queue,
            WorkList workList,
            Ownership ownership,
            EventWriter writer,
            MeterRegistry meters,
            RecordTraces traces) {
        this.embedder = embedder;
        this.maker = new EmbeddingMaker(embedder);
        this.properties = properties;
        this.queue = queue;
        this.workList = workList;
        this.ownership = ownership;
        this.writer = writer;
        this.meters = meters;
        this.traces = traces;
    }

    /** The model in use, or empty where embeddings are switched off. */
    public String model() {
        return properties.enabled() ? embedder.model() : "";
    }

    @Override
    public void start() {
        running = true;
        if (!properties.enabled()) {
            log.info("Embeddings are switched off: there will be no similar papers");
            return;
        }
        for (int i = 0; i < properties.threads(); i++) {
            Thread.ofPlatform().daemon().name("embeddings-" + i).start(this::run);
        }
    }

    @Override
    public void stop() {
        maker.stop();
        queue.close();
        try {
            queue.awaitIdle(_ -> true, DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before the bindings that bring work, and stops after them and before those that take the results. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void run() {
        try {
            for (List<WorkItem> items = queue.take(properties.batch());
                    !items.isEmpty();
                    items = queue.take(properties.batch())) {
                work(items);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever happens, the thread goes on and no item stays in hand. */
    private void work(List<WorkItem> items) {
        Map<WorkItem, Duration> later = new HashMap<>();
        try {
            List<Made> made = make(items);
            try (RecordTraces.Resumed _ = traces.carrying(contexts(items))) {
                ownership.sharing(() -> publish(made.stream()
                        .filter(each -> !(each instanceof Made.Later))
                        .toList()));
            }
            for (Made each : made) {
                if (each instanceof Made.Later(WorkItem item, Duration pause)) {
                    later.put(item, pause);
                }
            }
        } catch (RuntimeException | Error e) {
            if (e instanceof Error) {
                log.error("{} embeddings broke, and are made again", items.size(), e);
            } else {
                log.warn("{} embeddings could not be published, and are made again: {}", items.size(), e.toString());
            }
            items.forEach(item -> later.put(item, STORE_RETRY));
        }
        for (WorkItem item : items) {
            Duration wait = later.get(item);
            if (wait == null) {
                queue.done(item);
            } else {
                queue.later(item, wait);
            }
        }
    }

    private static Map<Integer, String> contexts(List<WorkItem> items) {
        Map<Integer, String> contexts = new HashMap<>();
        for (WorkItem each : items) {
            if (each.trace() != null) {
                contexts.put(each.id(), each.trace());
            }
        }
        return contexts;
    }

    private List<Made> make(List<WorkItem> items) {
        Map<Integer, OpenWork> open = workList.read(
                WorkKind.EMBEDDING, items.stream().map(WorkItem::id).toList());
        Set<Integer> ours =
                ownership.confirmed(items.stream().map(WorkItem::partition).toList());
        List<OpenWork> wanted = new ArrayList<>(items.size());
        for (WorkItem item : items) {
            OpenWork work = open.get(item.id());
            if (work != null && work.item().key().equals(item.key()) && ours.contains(item.partition())) {
                wanted.add(new OpenWork(item, work.text()));
            }
        }
        return maker.make(wanted);
    }

    private void publish(List<Made> made) {
        List<Made> wanted = made.stream()
                .filter(each -> queue.isCurrent(each.item()))
                .filter(each -> ownership.owns(each.item().partition()))
                .toList();
        Map<Integer, Progress> before =
                workList.find(wanted.stream().map(each -> each.item().id()).toList());
        List<EmbeddingRecord> records = wanted.stream()
                .flatMap(each -> record(
                        each,
                        before.getOrDefault(each.item().id(), Progress.NONE).embedding()))
                .toList();
        Map<Integer, Integer> partitions = new HashMap<>();
        wanted.forEach(each -> partitions.put(each.item().id(), each.item().partition()));
        workList.recordEmbeddings(
                records.stream().map(EmbeddingRecord::state).toList(),
                id -> ownership.token(partitions.getOrDefault(id, -1)));
        Set<Integer> still = ownership.confirmed(partitions.values());
        send(
                wanted.stream()
                        .filter(each -> still.contains(each.item().partition()))
                        .toList(),
                records.stream()
                        .map(EmbeddingRecord::event)
                        .filter(each -> still.contains(partitions.getOrDefault(each.id(), -1)))
                        .toList());
    }

    private void send(List<Made> ours, List<EmbeddingEvent> events) {
        writer.sendAll(Topics.EMBEDDINGS, events);
        workList.close(
                WorkKind.EMBEDDING,
                ours.stream()
                        .filter(each -> !(each instanceof Made.NoneYet))
                        .map(Made::item)
                        .toList(),
                ownership::token);
        count("made", ours.stream().filter(Made.Vector.class::isInstance).count());
        count(
                "failed",
                ours.stream().filter(each -> !(each instanceof Made.Vector)).count());
    }

    private void count(String status, long papers) {
        Counter.builder("citestream.embeddings")
                .description("papers whose vector was made, or could not be")
                .tag("status", status)
                .register(meters)
                .increment((double) papers);
    }

    private Stream<EmbeddingRecord> record(Made made, @Nullable EmbeddingState last) {
        String model = embedder.model();
        int id = made.item().id();
        Instant acceptedAt = made.item().acceptedAt();
        return switch (made) {
            case Made.Vector of -> Stream.of(EmbeddingRecord.made(last, id, model, of.text(), acceptedAt, of.vector()));
            case Made.None of -> Stream.of(EmbeddingRecord.none(last, id, model, of.text(), acceptedAt, of.reason()));
            // A vector of an earlier text is better than none.
            case Made.NoneYet of ->
                last != null && last.isOfSomeText(model)
                        ? Stream.of()
                        : Stream.of(EmbeddingRecord.noneYet(last, id, model, of.text(), acceptedAt, of.reason()));
            case Made.Later _ -> Stream.of();
        };
    }
}
