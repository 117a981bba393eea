package org.citestream.summary.embedding;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.trace.RecordTraces;
import org.citestream.summary.text.PaperText;
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
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;

/**
 * Works off the queue of embeddings, in batches and on few threads, since computing them takes all of a processor. Versions are
 * durable before the records are sent, and open work is deleted after they were acknowledged; a crash in between leads to the same
 * record again.
 *
 * <p>A text that the model cannot take gets a record that says so. Where the model cannot run on this machine, each paper gets one,
 * and its work stays open for the next start.
 */
public final class EmbeddingWorkers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EmbeddingWorkers.class);
    private static final Duration STORE_RETRY = Duration.ofSeconds(1);
    private static final Duration AWAY_RETRY = Duration.ofSeconds(5);
    /** However long the model asks to be left alone, or there is no money: what is to be spent may change. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Embedder embedder;
    private final EmbeddingProperties properties;
    private final WorkQueue queue;
    private final WorkList workList;
    private final Ownership ownership;
    private final EventWriter writer;
    private final MeterRegistry meters;
    private final RecordTraces traces;
    private volatile boolean running;
    private volatile boolean stopping;
    /** Why the model cannot run, or null while it can. */
    private volatile @Nullable String unavailable;

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
        stopping = true;
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

    private void work(List<WorkItem> items) {
        try {
            List<Made> made = make(items);
            try (RecordTraces.Resumed _ = traces.carrying(contexts(items))) {
                ownership.sharing(() -> publish(made));
            }
            items.forEach(queue::done);
        } catch (EmbedderAwayException e) {
            log.warn("{} embeddings are made later: {}", items.size(), e.getMessage());
            Duration asked = e.retryAfter();
            Duration wait = asked == null || asked.compareTo(AWAY_RETRY) < 0 ? AWAY_RETRY : asked;
            items.forEach(item -> queue.later(item, wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE));
        } catch (RuntimeException e) {
            log.warn("{} embeddings could not be published, and are made again: {}", items.size(), e.toString());
            items.forEach(item -> queue.later(item, STORE_RETRY));
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
        return together(wanted).orElseGet(() -> oneByOne(wanted));
    }

    /** Nothing where one of them cannot be taken. */
    private Optional<List<Made>> together(List<OpenWork> wanted) {
        if (unavailable != null
                || wanted.isEmpty()
                || !embedder.isFasterTogether()
                || wanted.stream().anyMatch(each -> input(each.text()).isBlank())) {
            return Optional.empty();
        }
        try {
            List<float[]> vectors = embedder.embedAll(
                    wanted.stream().map(each -> input(each.text())).toList());
            List<Made> made = new ArrayList<>(wanted.size());
            for (int i = 0; i < wanted.size(); i++) {
                made.add(new Made.Vector(wanted.get(i).item(), wanted.get(i).text(), vectors.get(i)));
            }
            return Optional.of(made);
        } catch (EmbedderAwayException e) {
            throw e;
        } catch (RuntimeException e) {
            log.info("{} texts are embedded one by one: {}", wanted.size(), e.toString());
            return Optional.empty();
        }
    }

    private List<Made> oneByOne(List<OpenWork> wanted) {
        List<Made> made = new ArrayList<>(wanted.size());
        for (OpenWork each : wanted) {
            if (!stopping) {
                String paper = Integer.toString(each.item().id());
                try (MDC.MDCCloseable _ = MDC.putCloseable("citestream.paper", paper)) {
                    made.add(make(each.item(), each.text()));
                }
            }
        }
        return made;
    }

    private Made make(WorkItem item, PaperText text) {
        String cannotRun = unavailable;
        if (cannotRun != null) {
            return new Made.NoneYet(item, text, cannotRun);
        }
        if (input(text).isBlank()) {
            return new Made.None(item, text, "There is no text to embed");
        }
        try {
            return new Made.Vector(item, text, embedder.embed(input(text)));
        } catch (EmbedderUnavailableException e) {
            String why = String.valueOf(e.getMessage());
            unavailable = why;
            log.error("No embeddings until the next start: {}", why);
            return new Made.NoneYet(item, text, why);
        } catch (EmbedderAwayException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("Paper {} gets no embedding", item.id(), e);
            return new Made.None(item, text, "The model could not take its text: " + e);
        }
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
                        .map(each -> each.item().id())
                        .toList());
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
        };
    }

    private static String input(PaperText text) {
        String body = text.trusted();
        return body.isEmpty() ? text.title() : text.title() + "\n" + body;
    }

    /** What came of an item. */
    private sealed interface Made {

        WorkItem item();

        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Vector(WorkItem item, PaperText text, float[] vector) implements Made {}

        record None(WorkItem item, PaperText text, String reason) implements Made {}

        record NoneYet(WorkItem item, PaperText text, String reason) implements Made {}
    }
}
