package org.citestream.summary.intake;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.TopicSetup;
import org.citestream.summary.work.EmbeddingState;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.work.WorkList.Published;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that topics which were made anew have again what was published of a partition: nobody else has it, and for most papers nothing new
 * would ever come. Summaries are sent again as they are; embeddings, of which only the topic had the vectors, are to be made again.
 */
final class Republication {

    private static final Logger log = LoggerFactory.getLogger(Republication.class);

    private final WorkList workList;
    private final Ownership ownership;
    private final EventWriter writer;
    private final TopicSetup topics;

    Republication(WorkList workList, Ownership ownership, EventWriter writer, TopicSetup topics) {
        this.workList = workList;
        this.ownership = ownership;
        this.writer = writer;
        this.topics = topics;
    }

    /** Whether the papers of a partition, which is ours, have to be read again, so that their embeddings are made. */
    boolean run(int partition) {
        Published now = now();
        Published before = workList.published(partition);
        return before != null && !now.equals(before) && again(partition, before, now);
    }

    /** What was said until now has been published, or is going to be: embeddings follow from reading the papers again. */
    void done(int partition) {
        Published now = now();
        if (!now.equals(workList.published(partition))) {
            workList.recordPublished(partition, now);
        }
    }

    private Published now() {
        return new Published(topics.incarnationOf(Topics.SUMMARIES), topics.incarnationOf(Topics.EMBEDDINGS));
    }

    private boolean again(int partition, Published before, Published now) {
        boolean summaries = !now.summaries().equals(before.summaries());
        boolean embeddings = !now.embeddings().equals(before.embeddings());
        int partitions = topics.partitionsOf(Topics.PAPERS);
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger forgotten = new AtomicInteger();
        workList.forEach(id -> Math.floorMod(id, partitions) == partition, some -> {
            if (summaries) {
                sent.addAndGet(send(some));
            }
            if (embeddings) {
                forgotten.addAndGet(forget(some, ownership.token(partition)));
            }
        });
        log.warn(
                "Topics were made anew since partition {} was published to them: sent {} summaries again, and {} embeddings will be made again",
                partition,
                sent,
                forgotten);
        return forgotten.get() > 0;
    }

    private int send(List<Progress> some) {
        List<SummaryEvent> events = some.stream()
                .map(Progress::summary)
                .filter(Objects::nonNull)
                .map(SummaryState::event)
                .toList();
        if (!events.isEmpty()) {
            writer.sendAll(Topics.SUMMARIES, events);
        }
        return events.size();
    }

    private int forget(List<Progress> some, long owner) {
        List<EmbeddingState> states = some.stream()
                .map(Progress::embedding)
                .filter(Objects::nonNull)
                .map(each -> new EmbeddingState(each.id(), each.version(), each.model(), ""))
                .toList();
        workList.recordEmbeddings(states, _ -> owner);
        return states.size();
    }
}
