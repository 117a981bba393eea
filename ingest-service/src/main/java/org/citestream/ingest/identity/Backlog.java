package org.citestream.ingest.identity;

import java.util.List;
import java.util.stream.IntStream;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.TopicSetup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The submissions that are accepted and not yet identified, so that who pours them in can wait. */
public class Backlog {

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    private static final long MOST_WAITING = 100_000;
    private static final long LOOK_MILLIS = 1_000;
    private static final long SHORT_LOOK_MILLIS = 50;

    private final EventReaders readers;
    private final TopicSetup topics;

    public Backlog(EventReaders readers, TopicSetup topics) {
        this.readers = readers;
        this.topics = topics;
    }

    /** Returns when no more than {@value #MOST_WAITING} submissions wait. */
    public void awaitRoom() throws InterruptedException {
        while (waiting() > MOST_WAITING) {
            log.info("Feeds wait, since more than {} submissions are not identified yet", MOST_WAITING);
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Returns when all is identified that was accepted before the call. */
    public void awaitAllBefore() throws InterruptedException {
        List<Long> ends = partitions()
                .mapToObj(partition -> topics.endOf(Topics.SUBMISSIONS, partition))
                .toList();
        while (partitions().anyMatch(partition -> reached(partition) < ends.get(partition))) {
            Thread.sleep(SHORT_LOOK_MILLIS);
        }
    }

    private long waiting() {
        return partitions()
                .mapToLong(partition -> topics.endOf(Topics.SUBMISSIONS, partition) - reached(partition))
                .sum();
    }

    private long reached(int partition) {
        return readers.position("identify", partition).orElse(0);
    }

    private IntStream partitions() {
        return IntStream.range(0, topics.partitionsOf(Topics.SUBMISSIONS));
    }
}
