package org.citestream.ingest.assembly;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.VersionedRecord;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.PublishedTopics;
import org.citestream.events.stream.PublishedTopics.Held;
import org.citestream.events.stream.TopicSetup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that topics which were made anew have again what was published: nobody else has it, and of most papers nothing new would ever be said.
 * What is there already, as where an export was restored, is left alone.
 */
public final class Republication {

    private static final Logger log = LoggerFactory.getLogger(Republication.class);

    private final PaperRegistry registry;
    private final PublishedTopics topics;
    private final int partitions;

    public Republication(PaperRegistry registry, EventReaders readers, TopicSetup setup) {
        this.registry = registry;
        this.topics = new PublishedTopics(readers, setup, List.of(Topics.PAPERS, Topics.REFERENCES));
        this.partitions = setup.partitionsOf(Topics.IDENTIFIED);
    }

    /** Whether the topics may lack what was published of a partition, or that they have it was never noted. */
    boolean isDue(int partition) {
        return !topics.ids().equals(registry.published(partition));
    }

    /** Sends what the topics lack of a partition, which is ours. */
    void run(int partition, Consumer<Assembler.Outcome> sender) {
        Map<String, String> before = registry.published(partition);
        if (before.equals(topics.ids())) {
            return;
        }
        if (!before.isEmpty()) {
            if (topics.areGone()) {
                log.warn("Topics were made anew since this instance was started: it has to be started again");
                return;
            }
            sendMissing(partition, sender);
        }
        registry.notePublished(partition, topics.ids());
    }

    private void sendMissing(int partition, Consumer<Assembler.Outcome> sender) {
        Held held = topics.held();
        AtomicInteger sent = new AtomicInteger();
        registry.forEach(id -> Math.floorMod(id, partitions) == partition, some -> {
            Assembler.Outcome missing = new Assembler.Outcome(
                    missing(held, Topics.PAPERS, some.stream().map(PaperState::paper)),
                    missing(held, Topics.REFERENCES, some.stream().map(PaperState::references)),
                    List.of());
            sent.addAndGet(missing.papers().size() + missing.references().size());
            sender.accept(missing);
        });
        log.info("Topics were made anew: they lacked {} records of partition {}", sent, partition);
    }

    private static <V extends VersionedRecord> List<V> missing(
            Held held, Topic<V> topic, Stream<@Nullable V> published) {
        return published
                .filter(Objects::nonNull)
                .filter(each -> held.lacks(topic, each.id(), each.version()))
                .toList();
    }
}
