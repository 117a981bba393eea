package org.citestream.ingest.assembly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperRecord;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.citestream.events.stream.TopicSetup;
import org.citestream.ingest.identity.Identifier;
import org.citestream.ingest.identity.IdentifySubmissions;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SourceRecord;
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
 * <p>What it writes yields to what an owner writes, and the ids are noted last: an instance that dies on the way, or a second
 * one that does the same, harms nothing.
 */
public final class RegistryRebuild {

    private static final Logger log = LoggerFactory.getLogger(RegistryRebuild.class);

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

    /** Does so where the registry has never given an id. Where nothing was ever published, either, this only notes that. */
    public void runIfLost() {
        if (identities.hasGivenIds()) {
            return;
        }
        AtomicInteger last = new AtomicInteger();
        long token = papers.ownBeforeAll();
        readers.replay("rebuild", Topics.PAPERS, (_, batch) -> takePapers(token, batch, last));
        readers.replay("rebuild", Topics.REFERENCES, (_, batch) -> takeReferences(token, batch));
        long[] highest = new long[topics.partitionsOf(Topics.SUBMISSIONS)];
        Arrays.fill(highest, -1);
        readers.replay("rebuild", Topics.IDENTIFIED, (_, batch) -> takeIdentified(token, batch, last, highest));
        SubmissionVersions versions = versions(highest);
        Identifier identifier = new Identifier(identities);
        readers.replay(
                "rebuild",
                Topics.SUBMISSIONS,
                (_, batch) -> identifier.learn(IdentifySubmissions.versioned(batch, versions)));
        identities.noteIdsGivenUpTo(last.get());
        if (last.get() > 0) {
            log.warn("The registry was empty, and papers were published: rebuilt the ids up to {}", last.get());
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

    private void takePapers(long token, List<Received<PaperEvent>> batch, AtomicInteger last) {
        Map<String, SourceRecord> given = new LinkedHashMap<>();
        Map<Integer, UnaryOperator<PaperState>> changes = new HashMap<>();
        for (Received<PaperEvent> received : batch) {
            PaperEvent paper = received.event();
            noteId(paper, last);
            if (paper.status() != PaperStatus.RETIRED) {
                paper.keys().stream()
                        .filter(key -> !key.startsWith("doi:"))
                        .forEach(key -> give(given, key, paper.id(), 0));
            }
            changes.put(paper.id(), state -> state.publishing(paper, state.references()));
        }
        identities.give(given);
        change(token, changes);
    }

    private void takeReferences(long token, List<Received<ReferencesEvent>> batch) {
        Map<Integer, UnaryOperator<PaperState>> changes = new HashMap<>();
        for (Received<ReferencesEvent> received : batch) {
            ReferencesEvent references = received.event();
            changes.put(references.id(), state -> state.publishing(state.paper(), references));
        }
        change(token, changes);
    }

    private void takeIdentified(long token, List<Received<Identified>> batch, AtomicInteger last, long[] highest) {
        Map<String, SourceRecord> given = new LinkedHashMap<>();
        Map<Integer, UnaryOperator<PaperState>> changes = new HashMap<>();
        for (Received<Identified> received : batch) {
            Identified notice = received.event();
            noteId(notice, last);
            if (notice instanceof Identified.Said said) {
                int partition = Topics.SUBMISSIONS.partitionOf(said.submission(), highest.length);
                highest[partition] = Math.max(highest[partition], said.version());
            }
            switch (notice) {
                case Identified.Said said -> {
                    if (!(said.submission() instanceof SubmittedCitation)) {
                        give(given, said.submission().recordKey(), said.id(), said.moves());
                    }
                    state(changes, said.id(), PaperState.Statement.awaited(said));
                }
                case Identified.Moved moved -> {
                    give(given, moved.record(), moved.id(), 0);
                    give(given, moved.record(), moved.to(), moved.moves());
                    state(changes, moved.id(), PaperState.Statement.of(moved));
                }
                case Identified.CitedChanged _ -> {
                    // Says nothing of who is who.
                }
            }
        }
        identities.give(given);
        change(token, changes);
    }

    private static void state(Map<Integer, UnaryOperator<PaperState>> changes, int id, PaperState.Statement statement) {
        changes.merge(id, state -> state.with(statement), (one, other) -> state -> other.apply(one.apply(state)));
    }

    private static void give(Map<String, SourceRecord> given, String record, int paper, long moves) {
        given.merge(record, SourceRecord.of(record, paper, moves), SourceRecord::and);
    }

    private void change(long token, Map<Integer, UnaryOperator<PaperState>> changes) {
        Map<Integer, PaperState> known = papers.states(changes.keySet());
        List<PaperState> changed = new ArrayList<>(changes.size());
        changes.forEach((id, change) -> changed.add(change.apply(known.getOrDefault(id, PaperState.unknown(id)))));
        papers.fill(token, changed);
    }

    private static void noteId(PaperRecord paper, AtomicInteger last) {
        last.accumulateAndGet(paper.id(), Math::max);
    }
}
