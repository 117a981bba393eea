package org.citestream.summary.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.EmbeddingEvent.Basis;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
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
import org.springframework.context.SmartLifecycle;

/**
 * Works off the queue of embeddings, in batches and on few threads, since computing them takes all of a processor. Versions are
 * durable before the records are sent, and open work is deleted after they were acknowledged; a crash in between leads to the same
 * record again.
 */
public final class EmbeddingWorkers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EmbeddingWorkers.class);
    private static final Duration STORE_RETRY = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Embedder embedder;
    private final EmbeddingProperties properties;
    private final WorkQueue queue;
    private final WorkList workList;
    private final Ownership ownership;
    private final EventWriter writer;
    private final MeterRegistry meters;
    private volatile boolean running;
    private volatile boolean stopping;

    EmbeddingWorkers(
            Embedder embedder,
            EmbeddingProperties properties,
            WorkQueue queue,
            WorkList workList,
            Ownership ownership,
            EventWriter writer,
            MeterRegistry meters) {
        this.embedder = embedder;
        this.properties = properties;
        this.queue = queue;
        this.workList = workList;
        this.ownership = ownership;
        this.writer = writer;
        this.meters = meters;
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
        } catch (EmbedderUnavailableException e) {
            log.error("No embeddings until the next start: {}", e.getMessage());
        }
    }

    private void work(List<WorkItem> items) {
        try {
            List<Made> made = make(items);
            ownership.sharing(() -> publish(made));
            items.forEach(queue::done);
        } catch (EmbedderUnavailableException e) {
            items.forEach(queue::done);
            throw e;
        } catch (RuntimeException e) {
            log.warn("{} embeddings could not be published, and are made again: {}", items.size(), e.toString());
            items.forEach(item -> queue.later(item, STORE_RETRY));
        }
    }

    private List<Made> make(List<WorkItem> items) {
        Map<Integer, OpenWork> open = workList.read(
                WorkKind.EMBEDDING, items.stream().map(WorkItem::id).toList());
        List<Made> made = new ArrayList<>(items.size());
        for (WorkItem item : items) {
            OpenWork work = open.get(item.id());
            if (work == null || !work.item().key().equals(item.key()) || stopping) {
                continue;
            }
            try {
                made.add(new Made(item, work.text(), embedder.embed(input(work.text()))));
            } catch (EmbedderUnavailableException e) {
                throw e;
            } catch (RuntimeException e) {
                log.error("Paper {} gets no embedding", item.id(), e);
                meters.counter("citestream.embeddings", "status", "failed").increment();
                made.add(new Made(item, work.text(), new float[0]));
            }
        }
        return made;
    }

    private void publish(List<Made> made) {
        List<Made> wanted = made.stream()
                .filter(each -> queue.isCurrent(each.item()))
                .filter(each -> ownership.owns(each.item().partition()))
                .toList();
        List<Integer> ids = wanted.stream().map(each -> each.item().id()).toList();
        Map<Integer, Progress> before = workList.find(ids);
        List<EmbeddingState> states = new ArrayList<>(wanted.size());
        List<EmbeddingEvent> events = new ArrayList<>(wanted.size());
        for (Made each : wanted) {
            if (each.vector().length > 0) {
                EmbeddingState state = next(
                        each,
                        before.getOrDefault(each.item().id(), Progress.NONE).embedding());
                states.add(state);
                events.add(event(each, state));
            }
        }
        workList.recordEmbeddings(states);
        writer.sendAll(Topics.EMBEDDINGS, events);
        workList.close(WorkKind.EMBEDDING, ids);
        meters.counter("citestream.embeddings", "status", "made").increment(events.size());
    }

    private EmbeddingState next(Made made, @Nullable EmbeddingState last) {
        String hash = made.text().hash();
        if (last != null && last.isOf(embedder.model(), hash)) {
            return last;
        }
        return new EmbeddingState(made.item().id(), last == null ? 1 : last.version() + 1, embedder.model(), hash);
    }

    private static EmbeddingEvent event(Made made, EmbeddingState state) {
        return new EmbeddingEvent(
                state.id(),
                state.model(),
                state.version(),
                made.vector().length,
                EmbeddingEvent.encode(made.vector()),
                state.hash(),
                made.text().trusted().isEmpty() ? Basis.TITLE : Basis.TITLE_AND_ABSTRACT,
                made.item().acceptedAt());
    }

    private static String input(PaperText text) {
        String body = text.trusted();
        return body.isEmpty() ? text.title() : text.title() + "\n" + body;
    }

    private record Made(WorkItem item, PaperText text, float[] vector) {}
}
