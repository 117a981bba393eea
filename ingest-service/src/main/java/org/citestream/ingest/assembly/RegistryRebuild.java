package org.citestream.ingest.assembly;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.citestream.events.Event;
import org.citestream.events.Identified;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.citestream.events.stream.TopicSetup;
import org.citestream.ingest.identity.Identifier;
import org.citestream.ingest.identity.IdentifySubmissions;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SubmissionVersions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds a registry that was lost with its database, so that every paper keeps its id and every version goes on from the last
 * one published. From {@code papers} come ids and the published state of each paper, from {@code references} its published
 * references, from {@code identified} which paper each source record is of and was of, so that none is shown again in a paper that it left and no paper is
 * published before all that is said of it has been read again, and from {@code submissions} what the
 * records say of themselves, so that none is matched before all are known. The rest is then read again by the two stages, whose
 * positions were lost with the registry.
 *
 * <p>What it writes yields to what an owner writes, and the ids are noted last: an instance that dies on the way, or a second one that begins when the first has
 * ended, harms nothing. Of two that are at it at once, the one that began last has the word, and the other waits for it.
 */
public final class RegistryRebuild {

    private static final Logger log = LoggerFactory.getLogger(RegistryRebuild.class);

    /** At least so long is waited for another instance; else for twice as long as this one took. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(20);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final PaperRegistry papers;
    private final IdentityRegistry identities;
    private final EventReaders readers;
    private final TopicSetup topics;

    public RegistryRebuild(PaperRegistry papers, IdentityRegistry identities, EventReaders readers, TopicSetup topics) {
        this.papers = papers;
        this.identities = identities;
        this.readers = readers;
        this.topics = topics;
    }

    /**
     * Does so where the registry has never given an id. Where nothing was ever published, either, this only notes that.
     *
     * @throws InterruptedException while it waits for another instance
     */
    public void runIfLost() throws InterruptedException {
        Duration wait = SHORTEST_WAIT;
        while (!identities.hasGivenIds()) {
            long start = System.nanoTime();
            long token = papers.ownBeforeAll();
            int last = rebuild(token);
            if (papers.isLastBeforeAll(token)) {
                identities.noteIdsGivenUpTo(last);
                if (last > 0) {
                    log.warn("The registry was empty, and papers were published: rebuilt the ids up to {}", last);
                }
                return;
            }
            Duration twice = Duration.ofNanos(System.nanoTime() - start).multipliedBy(2);
            wait = twice.compareTo(wait) > 0 ? twice : wait.multipliedBy(2);
            log.info("Another instance has begun to rebuild the registry since; it has {} for it", wait);
            awaitOther(wait);
        }
    }

    private void awaitOther(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!identities.hasGivenIds() && System.nanoTime() < deadline) {
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /** Returns the highest id that was given. */
    private int rebuild(long token) {
        RebuiltRegistry rebuilt = new RebuiltRegistry(papers, identities, token);
        readers.replay("rebuild", Topics.PAPERS, (_, batch) -> rebuilt.takePapers(events(batch)));
        readers.replay("rebuild", Topics.REFERENCES, (_, batch) -> rebuilt.takeReferences(events(batch)));
        long[] highest = new long[topics.partitionsOf(Topics.SUBMISSIONS)];
        Arrays.fill(highest, -1);
        readers.replay("rebuild", Topics.IDENTIFIED, (_, batch) -> {
            List<Identified> notices = events(batch);
            rebuilt.takeIdentified(notices);
            notices.forEach(notice -> noteVersion(notice, highest));
        });
        SubmissionVersions versions = versions(highest);
        Identifier identifier = new Identifier(identities);
        readers.replay(
                "rebuild",
                Topics.SUBMISSIONS,
                (_, batch) -> identifier.learn(IdentifySubmissions.versioned(batch, versions)));
        return rebuilt.lastId();
    }

    private static <E extends Event> List<E> events(List<Received<E>> batch) {
        return batch.stream().map(Received::event).toList();
    }

    private static void noteVersion(Identified notice, long[] highest) {
        if (notice instanceof Identified.Said said) {
            int partition = Topics.SUBMISSIONS.partitionOf(said.submission(), highest.length);
            highest[partition] = Math.max(highest[partition], said.version());
        }
    }

    /**
     * Where a version was given that the topic's offsets do not reach, the topic was made anew since, and its versions have to begin
     * above all that was given.
     *
     * @param highest version by partition, -1 for none
     */
    private SubmissionVersions versions(long[] highest) {
        boolean anew = IntStream.range(0, highest.length)
                .anyMatch(partition -> highest[partition] >= topics.endOf(Topics.SUBMISSIONS, partition));
        long base = anew ? Arrays.stream(highest).max().orElseThrow() + 1 : 0;
        String topicId = topics.incarnationOf(Topics.SUBMISSIONS);
        identities.noteVersionsBegin(null, new SubmissionVersions.Beginning(topicId, base));
        return SubmissionVersions.in(identities, topicId, _ -> 0);
    }
}
