package org.citestream.ingest.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperRecord;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.citestream.ingest.identity.Identifier;
import org.citestream.ingest.identity.IdentityRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds a registry that was lost with its database, so that every paper keeps its id and every version goes on from the last
 * one published. From {@code papers} come ids, keys, merges and the published state of each paper, from {@code references} its
 * published references, and from {@code identified} the ids of papers that were on their way. What the sources say is then read
 * again by the two stages, whose positions were lost with the rest.
 *
 * <p>What it writes yields to what an owner writes, and the ids are noted last: an instance that dies on the way, or a second
 * one that does the same, harms nothing.
 */
public final class RegistryRebuild {

    private static final Logger log = LoggerFactory.getLogger(RegistryRebuild.class);

    private final PaperRegistry papers;
    private final IdentityRegistry identities;
    private final EventReaders readers;

    public RegistryRebuild(PaperRegistry papers, IdentityRegistry identities, EventReaders readers) {
        this.papers = papers;
        this.identities = identities;
        this.readers = readers;
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
        readers.replay("rebuild", Topics.IDENTIFIED, (_, batch) -> takeIdentified(batch, last));
        identities.noteIdsGivenUpTo(last.get());
        if (last.get() > 0) {
            log.warn("The registry was empty, and papers were published: rebuilt the ids up to {}", last.get());
        }
    }

    private void takePapers(long token, List<Received<PaperEvent>> batch, AtomicInteger last) {
        Map<String, Integer> keys = new LinkedHashMap<>();
        Map<Integer, UnaryOperator<PaperState>> changes = new HashMap<>();
        for (Received<PaperEvent> received : batch) {
            PaperEvent paper = received.event();
            noteId(paper, last);
            paper.keys().forEach(key -> keys.put(key, paper.id()));
            Integer into = paper.mergedInto();
            if (into != null) {
                identities.merge(paper.id(), into);
            }
            changes.put(paper.id(), state -> {
                PaperState published = state.publishing(paper, state.references());
                return into == null ? published : published.into(into);
            });
        }
        identities.claim(keys);
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

    private void takeIdentified(List<Received<Identified>> batch, AtomicInteger last) {
        Map<String, Integer> keys = new LinkedHashMap<>();
        for (Received<Identified> received : batch) {
            Identified notice = received.event();
            noteId(notice, last);
            switch (notice) {
                case Identified.Said said ->
                    Identifier.keysOf(said.submission()).forEach(key -> keys.put(key, said.id()));
                case Identified.Absorbed absorbed -> identities.merge(absorbed.id(), absorbed.into());
                case Identified.CitedChanged _ -> {
                    // Says nothing of who is who.
                }
            }
        }
        identities.claim(keys);
    }

    private void change(long token, Map<Integer, UnaryOperator<PaperState>> changes) {
        Map<Integer, PaperState> known = papers.states(changes.keySet());
        List<PaperState> changed = new ArrayList<>(changes.size());
        changes.forEach((id, change) -> changed.add(change.apply(known.getOrDefault(id, PaperState.unknown(id)))));
        papers.save(token, changed);
    }

    private static void noteId(PaperRecord paper, AtomicInteger last) {
        last.accumulateAndGet(paper.id(), Math::max);
    }
}
