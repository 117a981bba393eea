package org.citestream.ingest.assembly;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.citestream.events.PaperEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.TopicSetup;
import org.citestream.ingest.assembly.PaperRegistry.Published;
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
    private final EventReaders readers;
    private final TopicSetup topics;
    private @Nullable There there;

    public Republication(PaperRegistry registry, EventReaders readers, TopicSetup topics) {
        this.registry = registry;
        this.readers = readers;
        this.topics = topics;
    }

    /** By paper the last version that the topics have, until the next start. */
    private record There(Map<Integer, Long> papers, Map<Integer, Long> references) {}

    /** Whether the topics may lack what was published of a partition, or that they have it was never noted. */
    boolean isDue(int partition) {
        return !now().equals(registry.published(partition));
    }

    /** Sends what the topics lack of a partition, which is ours. */
    void run(int partition, Consumer<Assembler.Outcome> sender) {
        Published now = now();
        Published before = registry.published(partition);
        if (now.equals(before)) {
            return;
        }
        if (before != null) {
            if (!topics.isAsFound(Topics.PAPERS) || !topics.isAsFound(Topics.REFERENCES)) {
                log.warn("Topics were made anew since this instance was started: it has to be started again");
                return;
            }
            sendMissing(partition, sender);
        }
        registry.notePublished(partition, now);
    }

    private void sendMissing(int partition, Consumer<Assembler.Outcome> sender) {
        There found = there();
        int partitions = topics.partitionsOf(Topics.IDENTIFIED);
        AtomicInteger sent = new AtomicInteger();
        registry.forEach(id -> Math.floorMod(id, partitions) == partition, some -> {
            Assembler.Outcome missing = new Assembler.Outcome(
                    some.stream()
                            .map(PaperState::paper)
                            .filter(Objects::nonNull)
                            .filter(each -> found.papers().getOrDefault(each.id(), 0L) < each.version())
                            .toList(),
                    some.stream()
                            .map(PaperState::references)
                            .filter(Objects::nonNull)
                            .filter(each -> found.references().getOrDefault(each.id(), 0L) < each.version())
                            .toList(),
                    List.of());
            sent.addAndGet(missing.papers().size() + missing.references().size());
            sender.accept(missing);
        });
        log.info("Topics were made anew: they lacked {} records of partition {}", sent, partition);
    }

    private synchronized There there() {
        if (there == null) {
            there = new There(
                    readers.versions("republication", Topics.PAPERS, PaperEvent::version),
                    readers.versions("republication", Topics.REFERENCES, ReferencesEvent::version));
        }
        return there;
    }

    private Published now() {
        return new Published(topics.incarnationOf(Topics.PAPERS), topics.incarnationOf(Topics.REFERENCES));
    }
}
