package org.citestream.ingest.assembly;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperRecord;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.VersionedRecord;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Writes into an empty registry what the topics tell of what it held: {@code papers} first, then {@code references}, then {@code identified}. */
final class RebuiltRegistry {

    private final PaperRegistry papers;
    private final IdentityRegistry identities;
    private final long token;
    private int lastId;

    /**
     * @param token of {@link PaperRegistry#ownBeforeAll}
     */
    RebuiltRegistry(PaperRegistry papers, IdentityRegistry identities, long token) {
        this.papers = papers;
        this.identities = identities;
        this.token = token;
    }

    /** The highest id that was given, 0 where none was. */
    int lastId() {
        return lastId;
    }

    /** Ids, the state of each paper as it was published, and the ORCID iDs that it states. */
    void takePapers(Collection<PaperEvent> batch) {
        Map<String, SourceRecord> given = new LinkedHashMap<>();
        for (PaperEvent paper : batch) {
            noteId(paper);
            if (paper.status() != PaperStatus.RETIRED) {
                paper.keys().stream()
                        .filter(key -> !key.startsWith("doi:"))
                        .forEach(key -> give(given, key, paper.id(), 0));
            }
        }
        identities.give(given);
        Map<Integer, PaperEvent> newest = VersionedRecord.newest(batch);
        Map<Integer, PaperState> known = papers.states(newest.keySet());
        newest.values().removeIf(paper -> isKnown(paper, known.get(paper.id()), PaperState::paper));
        stateOrcids(newest.values(), known);
        fill(newest.keySet(), known, state -> state.publishing(newest.get(state.id()), state.references()));
    }

    /** Of two that rebuild at once, or of one that began again, the later may have been there. */
    private static <V extends VersionedRecord> boolean isKnown(
            V read, @Nullable PaperState state, Function<PaperState, @Nullable V> published) {
        V known = state == null ? null : published.apply(state);
        return known != null && known.version() >= read.version();
    }

    private void stateOrcids(Collection<PaperEvent> newest, Map<Integer, PaperState> known) {
        Map<String, Map<Integer, Set<String>>> stated = new LinkedHashMap<>();
        for (PaperEvent paper : newest) {
            PaperState state = known.get(paper.id());
            Map<String, Set<String>> before = People.stated(state == null ? null : state.paper());
            People.changes(before, People.stated(paper))
                    .forEach((name, orcids) -> stated.computeIfAbsent(name, _ -> new LinkedHashMap<>())
                            .put(paper.id(), orcids));
        }
        if (!stated.isEmpty()) {
            papers.stateOrcids(stated);
        }
    }

    /** The references of each paper as they were published. */
    void takeReferences(Collection<ReferencesEvent> batch) {
        Map<Integer, ReferencesEvent> newest = VersionedRecord.newest(batch);
        Map<Integer, PaperState> known = papers.states(newest.keySet());
        newest.values().removeIf(each -> isKnown(each, known.get(each.id()), PaperState::references));
        fill(newest.keySet(), known, state -> state.publishing(state.paper(), newest.get(state.id())));
    }

    /** Which paper each source record is of and was of; and of which records each paper is yet to read what they say. */
    void takeIdentified(Collection<? extends Identified> batch) {
        Map<String, SourceRecord> given = new LinkedHashMap<>();
        Map<Integer, List<PaperState.Statement>> statements = new HashMap<>();
        for (Identified notice : batch) {
            noteId(notice);
            switch (notice) {
                case Identified.Said said -> {
                    if (!(said.submission() instanceof SubmittedCitation)) {
                        give(given, said.submission().recordKey(), said.id(), said.moves());
                    }
                    add(statements, said.id(), PaperState.Statement.awaited(said));
                }
                case Identified.Moved moved -> {
                    give(given, moved.record(), moved.id(), 0);
                    give(given, moved.record(), moved.to(), moved.moves());
                    add(statements, moved.id(), PaperState.Statement.of(moved));
                }
                case Identified.CitedChanged _ -> {
                    // Says neither who is who, nor anything of the paper itself.
                }
            }
        }
        identities.give(given);
        fill(
                statements.keySet(),
                papers.states(statements.keySet()),
                state -> state.with(statements.getOrDefault(state.id(), List.of())));
    }

    private static void add(
            Map<Integer, List<PaperState.Statement>> statements, int id, PaperState.Statement statement) {
        statements.computeIfAbsent(id, _ -> new ArrayList<>()).add(statement);
    }

    private static void give(Map<String, SourceRecord> given, String record, int paper, long moves) {
        given.merge(record, SourceRecord.of(record, paper, moves), SourceRecord::and);
    }

    private void fill(Set<Integer> ids, Map<Integer, PaperState> known, UnaryOperator<PaperState> change) {
        papers.fill(
                token,
                ids.stream()
                        .map(id -> change.apply(known.getOrDefault(id, PaperState.unknown(id))))
                        .toList());
    }

    private void noteId(PaperRecord paper) {
        lastId = Math.max(lastId, paper.id());
    }
}
