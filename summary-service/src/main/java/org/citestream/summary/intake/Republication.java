package org.citestream.summary.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
    /** By paper the last version that a topic has, where that was made anew; empty else. */
    private final Map<Integer, Long> summariesThere = new HashMap<>();

    private final Map<Integer, Long> embeddingsThere = new HashMap<>();

    Republication(
            WorkList workList, Ownership ownership, EventReaders readers, SummaryLog summaryLog, TopicSetup topics) {
        this.workList = workList;
        this.ownership = ownership;
        this.readers = readers;
        this.summaryLog = summaryLog;
        this.topics = topics;
    }

    /** Reads what the topics hold where they were made anew, before anything is published to them. */
    void readWhatIsThere() {
        if (IntStream.range(0, partitions()).allMatch(this::isPublished)) {
            return;
        }
        readers.<SummaryEvent>replay(
                "republication",
                Topics.SUMMARIES,
                (_, batch) -> batch.forEach(each ->
                        summariesThere.merge(each.event().id(), each.event().version(), Math::max)));
        readers.<EmbeddingEvent>replay(
                "republication",
                Topics.EMBEDDINGS,
                (_, batch) -> batch.forEach(each ->
                        embeddingsThere.merge(each.event().id(), each.event().version(), Math::max)));
    }

    /**
     * Sends what is missing of a partition, which is ours.
     *
     * @return whether its papers have to be read again, so that embeddings are made
     */
    boolean run(int partition) {
        if (isPublished(partition)) {
            return false;
        }
        int partitions = partitions();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger forgotten = new AtomicInteger();
        workList.forEach(id -> Math.floorMod(id, partitions) == partition, some -> {
            sent.addAndGet(send(some, partition));
            forgotten.addAndGet(forget(some, ownership.token(partition)));
        });
        log.warn(
                "Topics were made anew: sent {} summaries of partition {} again, and {} embeddings will be made again",
                sent,
                partition,
                forgotten);
        return forgotten.get() > 0;
    }

    /** All that was published of a partition is in the topics, or is going to be as its papers are read. */
    void done(int partition) {
        Published now = now();
        if (!now.equals(workList.published(partition))) {
            workList.recordPublished(partition, now);
        }
    }

    /** Whether all is where it was published, as far as was ever noted. */
    private boolean isPublished(int partition) {
        Published before = workList.published(partition);
        return before == null || before.equals(now());
    }

    private Published now() {
        return new Published(topics.incarnationOf(Topics.SUMMARIES), topics.incarnationOf(Topics.EMBEDDINGS));
    }

    private int partitions() {
        return topics.partitionsOf(Topics.PAPERS);
    }

    private int send(List<Progress> some, int partition) {
        List<SummaryEvent> events = some.stream()
                .map(Progress::summary)
                .filter(Objects::nonNull)
                .map(SummaryState::event)
                .filter(each -> summariesThere.getOrDefault(each.id(), 0L) < each.version())
                .toList();
        if (!events.isEmpty()) {
            summaryLog.send(events, _ -> partition);
        }
        return events.size();
    }

    private int forget(List<Progress> some, long owner) {
        List<EmbeddingState> states = some.stream()
                .map(Progress::embedding)
                .filter(Objects::nonNull)
                .filter(each -> embeddingsThere.getOrDefault(each.id(), 0L) < each.version())
                .map(each -> new EmbeddingState(each.id(), each.version(), each.model(), ""))
                .toList();
        workList.recordEmbeddings(states, _ -> owner);
        return states.size();
    }
}
