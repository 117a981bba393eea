package org.citestream.summary.intake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.TopicSetup;
import org.citestream.summary.work.EmbeddingState;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.work.WorkList.Published;
import org.citestream.summary.writing.SummaryLog;
import org.jspecify.annotations.Nullable;
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
    private final EventReaders readers;
    private final SummaryLog summaryLog;
    private final TopicSetup topics;
    private @Nullable There there;

    Republication(
            WorkList workList, Ownership ownership, EventReaders readers, SummaryLog summaryLog, TopicSetup topics) {
        this.workList = workList;
        this.ownership = ownership;
        this.readers = readers;
        this.summaryLog = summaryLog;
        this.topics = topics;
    }

    /** By paper the last version that the topics have, until the next start. */
    private record There(Map<Integer, Long> summaries, Map<Integer, Long> embeddings) {}

    /**
     * Sends what is missing of a partition, which is ours.
     *
     * @return whether embeddings are missing: the papers of the partition have to be read again, so that they are made
     */
    boolean run(int partition) {
        Published before = workList.published(partition);
        if (before == null || before.equals(now())) {
            return false;
        }
        if (isStale()) {
            log.warn("Topics were made anew since this instance was started: it has to be started again");
            return false;
        }
        There found = there();
        int partitions = topics.partitionsOf(Topics.PAPERS);
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger forgotten = new AtomicInteger();
        workList.forEach(id -> Math.floorMod(id, partitions) == partition, some -> {
            sent.addAndGet(send(some, found, partition));
            forgotten.addAndGet(forget(some, found, ownership.token(partition)));
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
        Published now = now();
        Published before = workList.published(partition);
        if (!now.equals(before) && (before == null || !isStale())) {
            workList.recordPublished(partition, now);
        }
    }

    private boolean isStale() {
        return !topics.isAsFound(Topics.SUMMARIES) || !topics.isAsFound(Topics.EMBEDDINGS);
    }

    private synchronized There there() {
        if (there == null) {
            there = new There(
                    readers.versions("republication", Topics.SUMMARIES, SummaryEvent::version),
                    readers.versions("republication", Topics.EMBEDDINGS, EmbeddingEvent::version));
        }
        return there;
    }

    private Published now() {
        return new Published(topics.incarnationOf(Topics.SUMMARIES), topics.incarnationOf(Topics.EMBEDDINGS));
    }

    private int send(List<Progress> some, There found, int partition) {
        List<SummaryEvent> events = some.stream()
                .map(Progress::summary)
                .filter(Objects::nonNull)
                .map(SummaryState::event)
                .filter(each -> found.summaries().getOrDefault(each.id(), 0L) < each.version())
                .toList();
        if (!events.isEmpty()) {
            summaryLog.send(events, _ -> partition);
        }
        return events.size();
    }

    private int forget(List<Progress> some, There found, long owner) {
        List<EmbeddingState> states = some.stream()
                .map(Progress::embedding)
                .filter(Objects::nonNull)
                .filter(each -> found.embeddings().getOrDefault(each.id(), 0L) < each.version())
                .map(each -> new EmbeddingState(each.id(), each.version(), each.model(), ""))
                .toList();
        workList.recordEmbeddings(states, _ -> owner);
        return states.size();
    }
}
