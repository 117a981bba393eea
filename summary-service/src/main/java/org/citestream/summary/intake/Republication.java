package org.citestream.summary.intake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.PublishedTopics;
import org.citestream.events.stream.PublishedTopics.Held;
import org.citestream.events.stream.TopicSetup;
import org.citestream.summary.work.EmbeddingState;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.writing.SummaryLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that topics which were made anew have again what was published: nobody else has it, and for most papers nothing new would ever
 * come. Summaries are sent again as they are; embeddings, of which only the topic had the vectors, are to be made again. What is there already, as where
 * an export was restored, is left alone.
 */
final class Republication {

    private static final Logger log = LoggerFactory.getLogger(Republication.class);

    private final WorkList workList;
    private final Ownership ownership;
    private final SummaryLog summaryLog;
    private final PublishedTopics topics;
    private final int partitions;

    Republication(
            WorkList workList, Ownership ownership, EventReaders readers, SummaryLog summaryLog, TopicSetup setup) {
        this.workList = workList;
        this.ownership = ownership;
        this.summaryLog = summaryLog;
        this.topics = new PublishedTopics(readers, setup, List.of(Topics.SUMMARIES, Topics.EMBEDDINGS));
        this.partitions = setup.partitionsOf(Topics.PAPERS);
    }

    /**
     * Sends what is missing of a partition, which is ours.
     *
     * @return whether embeddings are missing: the papers of the partition have to be read again, so that they are made
     */
    boolean run(int partition) {
        Map<String, String> before = workList.published(partition);
        if (before.isEmpty() || before.equals(topics.ids())) {
            return false;
        }
        if (topics.areGone()) {
            log.warn("Topics were made anew since this instance was started: it has to be started again");
            return false;
        }
        Held held = topics.held();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger forgotten = new AtomicInteger();
        workList.forEach(id -> Math.floorMod(id, partitions) == partition, some -> {
            sent.addAndGet(send(some, held, partition));
            forgotten.addAndGet(forget(some, held, ownership.token(partition)));
        });
        log.info(
                "Topics were made anew: they lacked {} summaries of partition {}, and {} embeddings, which are due again",
                sent,
                partition,
                forgotten);
        return forgotten.get() > 0;
    }

    /** All that was published of a partition is in the topics, or is going to be as its papers are read. */
    void done(int partition) {
        Map<String, String> before = workList.published(partition);
        if (!before.equals(topics.ids()) && (before.isEmpty() || !topics.areGone())) {
            workList.recordPublished(partition, topics.ids());
        }
    }

    private int send(List<Progress> some, Held held, int partition) {
        List<SummaryEvent> events = some.stream()
                .map(Progress::summary)
                .filter(Objects::nonNull)
                .map(SummaryState::event)
                .filter(each -> held.lacks(Topics.SUMMARIES, each.id(), each.version()))
                .toList();
        if (!events.isEmpty()) {
            summaryLog.send(events, _ -> partition);
        }
        return events.size();
    }

    private int forget(List<Progress> some, Held held, long owner) {
        List<EmbeddingState> states = some.stream()
                .map(Progress::embedding)
                .filter(Objects::nonNull)
                .filter(each -> held.lacks(Topics.EMBEDDINGS, each.id(), each.version()))
                .map(each -> new EmbeddingState(each.id(), each.version(), each.model(), ""))
                .toList();
        workList.recordEmbeddings(states, _ -> owner);
        return states.size();
    }
}
