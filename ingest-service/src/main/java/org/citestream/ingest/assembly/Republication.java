package org.citestream.ingest.assembly;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.citestream.events.PaperEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.TopicSetup;
import org.citestream.ingest.assembly.PaperRegistry.Published;
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
    /** By paper the last version that a topic has, where that was made anew; empty else. */
    private final Map<Integer, Long> papersThere = new HashMap<>();

    private final Map<Integer, Long> referencesThere = new HashMap<>();

    public Republication(PaperRegistry registry, EventReaders readers, TopicSetup topics) {
        this.registry = registry;
        this.readers = readers;
        this.topics = topics;
    }

    /** Reads what the topics hold where they were made anew, before anything is published to them. */
    public void readWhatIsThere() {
        if (IntStream.range(0, partitions()).allMatch(this::isPublished)) {
            return;
        }
        readers.<PaperEvent>replay(
                "republication",
                Topics.PAPERS,
                (_, batch) -> batch.forEach(each ->
                        papersThere.merge(each.event().id(), each.event().version(), Math::max)));
        readers.<ReferencesEvent>replay(
                "republication",
                Topics.REFERENCES,
                (_, batch) -> batch.forEach(each ->
                        referencesThere.merge(each.event().id(), each.event().version(), Math::max)));
    }

    /** Sends what the topics lack of a partition, which is ours. */
    void run(int partition, Consumer<Assembler.Outcome> sender) {
        if (!isPublished(partition)) {
            int partitions = partitions();
            AtomicInteger sent = new AtomicInteger();
            registry.forEach(id -> Math.floorMod(id, partitions) == partition, some -> {
                Assembler.Outcome missing = new Assembler.Outcome(
                        some.stream()
                                .map(PaperState::paper)
                                .filter(Objects::nonNull)
                                .filter(each -> papersThere.getOrDefault(each.id(), 0L) < each.version())
                                .toList(),
                        some.stream()
                                .map(PaperState::references)
                                .filter(Objects::nonNull)
                                .filter(each -> referencesThere.getOrDefault(each.id(), 0L) < each.version())
                                .toList(),
                        List.of());
                sent.addAndGet(missing.papers().size() + missing.references().size());
                sender.accept(missing);
            });
            log.warn("Topics were made anew: sent {} records of partition {} again", sent, partition);
        }
        Published now = now();
        if (!now.equals(registry.published(partition))) {
            registry.notePublished(partition, now);
        }
    }

    /** Whether all is where it was published, as far as was ever noted. */
    private boolean isPublished(int partition) {
        Published before = registry.published(partition);
        return before == null || before.equals(now());
    }

    private Published now() {
        return new Published(topics.incarnationOf(Topics.PAPERS), topics.incarnationOf(Topics.REFERENCES));
    }

    private int partitions() {
        return topics.partitionsOf(Topics.IDENTIFIED);
    }
}
