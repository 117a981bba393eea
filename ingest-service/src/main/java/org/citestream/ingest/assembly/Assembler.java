package org.citestream.ingest.assembly;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.citestream.events.Author;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.identity.AwaitingCitation;
import org.citestream.ingest.identity.Identities;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SourceRecord;
import org.citestream.ingest.identity.WorkTitle;
import org.jspecify.annotations.Nullable;

/**
 * Merges what is said of the papers of one partition, and resolves their references.
 *
 * <p>A citing paper first notes whom it mentions and then looks whether they are there; a cited paper is first saved and then
 * looks who mentions it. So whichever comes second sees the other, and no reference stays unresolved, without any lock
 * between partitions.
 */
final class Assembler {

    private final PaperRegistry papers;
    private final IdentityRegistry registry;
    private final Identities identities;
    private final Precedence precedence;

    Assembler(PaperRegistry papers, IdentityRegistry registry, Precedence precedence) {
        this.papers = papers;
        this.registry = registry;
        this.identities = new Identities(registry);
        this.precedence = precedence;
    }

    /**
     * What follows from a batch.
     *
     * @param papers states of papers that changed
     * @param references references that changed
     * @param notices to owners of other papers
     */
    record Outcome(List<PaperEvent> papers, List<ReferencesEvent> references, List<Identified> notices) {
        boolean isEmpty() {
            return papers.isEmpty() && references.isEmpty() && notices.isEmpty();
        }
    }

    /**
     * Takes in a batch of notices to papers of one partition. Their new states are saved when this returns; the outcome is to be
     * sent.
     *
     * @param partition the partition
     * @param token of its owner
     * @param batch the notices in their order
     */
    Outcome assemble(int partition, long token, List<? extends Identified> batch) {
        return new Batch(batch).assemble(partition, token);
    }

    /** What was noted as possibly unsent, to be sent again as it stands. */
    Outcome unsent(int partition) {
        PaperRegistry.Unsent noted = papers.unsent(partition);
        List<PaperEvent> paperEvents = new ArrayList<>();
        List<ReferencesEvent> referencesEvents = new ArrayList<>();
        List<Identified> notices = new ArrayList<>();
        Map<Integer, PaperState> states = papers.states(noted.papers());
        states.values().forEach(state -> {
            if (state.paper() != null) {
                paperEvents.add(state.paper());
            }
            if (state.references() != null) {
                referencesEvents.add(state.references());
            }
            notices.addAll(handedOn(state, PaperState.unknown(state.id())));
        });
        notices.addAll(strayCitations(states.values()));
        notices.addAll(noticesToCiting(noted.renamed(), Set.of(), id -> stateOf(id, states)));
        return new Outcome(paperEvents, referencesEvents, notices);
    }

    private static PaperState stateOf(int id, Map<Integer, PaperState> states) {
        return states.getOrDefault(id, PaperState.unknown(id));
    }

    /** Whether there is a notice of it. */
    private static boolean isKnown(PaperState state) {
        return !state.said().isEmpty();
    }

    /** What records say that moved to other papers, as far as these have not been told. */
    private static List<Identified> handedOn(PaperState state, PaperState before) {
        List<Identified> notices = new ArrayList<>();
        for (PaperState.Statement statement : state.said()) {
            Integer to = statement.movedTo();
            Submission submission = statement.submission();
            if (to != null && submission != null && !before.said().contains(statement)) {
                notices.add(new Identified.Said(to, statement.version(), statement.moves(), state.id(), submission));
            }
        }
        return notices;
    }

    /**
     * Citations whose citing key these papers do not carry (any more) are kept where the key is awaited, and told to the paper that
     * carries it now. Here they stay without effect. Which keys a paper carries is not known while it awaits more.
     */
    private List<Identified> strayCitations(Collection<PaperState> states) {
        Map<String, List<AwaitingCitation>> strays = new LinkedHashMap<>();
        Map<AwaitingCitation, Integer> strayedFrom = new HashMap<>();
        for (PaperState state : states) {
            if (state.awaitsMore()) {
                continue;
            }
            Set<String> keys = state.keys();
            for (PaperState.Statement statement : state.said()) {
                if (statement.submission() instanceof SubmittedCitation citation && !keys.contains(citation.citing())) {
                    AwaitingCitation stray = AwaitingCitation.of(citation, statement.version());
                    strays.computeIfAbsent(citation.citing(), _ -> new ArrayList<>())
                            .add(stray);
                    strayedFrom.put(stray, state.id());
                }
            }
        }
        if (strays.isEmpty()) {
            return List.of();
        }
        registry.awaitCiting(strays);
        List<Identified> notices = new ArrayList<>();
        identities.papersOf(strays.keySet()).forEach((key, paper) -> {
            for (AwaitingCitation stray : strays.getOrDefault(key, List.of())) {
                if (!paper.equals(strayedFrom.get(stray))) {
                    notices.add(stray.of(paper));
                }
            }
        });
        return notices;
    }

    /** Tells those who mention papers by these names that they changed. */
    private List<Identified> noticesToCiting(
            Map<String, Integer> renamed, Set<Integer> resolvedAlready, IntFunction<PaperState> states) {
        Map<Integer, Identified> byCiting = new TreeMap<>();
        papers.mentions(renamed.keySet()).forEach((name, citing) -> {
            Integer cited = renamed.get(name);
            if (cited == null) {
                return;
            }
            PaperState state = states.apply(cited);
            PaperEvent paper = state.paper();
            long version = paper == null ? 0 : paper.version();
            Instant at = paper == null ? state.lastAccepted() : paper.acceptedAt();
            for (int id : citing) {
                if (id != cited && !resolvedAlready.contains(id)) {
                    byCiting.put(id, new Identified.CitedChanged(id, cited, version, at));
                }
            }
        });
        return List.copyOf(byCiting.values());
    }

    /** One batch on its way. */
    private final class Batch {

        private final List<? extends Identified> events;
        private final Map<Integer, PaperState> before = new HashMap<>();
        private final Map<Integer, PaperState> after = new LinkedHashMap<>();
        private final Map<Integer, Cause> causes = new HashMap<>();
        private final Set<Integer> citedChanged = new HashSet<>();
        private final List<Identified> notices = new ArrayList<>();
        private final List<PaperEvent> paperEvents = new ArrayList<>();
        private final List<ReferencesEvent> referencesEvents = new ArrayList<>();

        Batch(List<? extends Identified> events) {
            this.events = events;
        }

        Outcome assemble(int partition, long token) {
            Set<Integer> ids = events.stream().map(Identified::id).collect(Collectors.toCollection(LinkedHashSet::new));
            before.putAll(papers.states(ids));
            ids.forEach(id -> after.put(id, before.getOrDefault(id, PaperState.unknown(id))));
            take();
            after.values().forEach(state -> notices.addAll(handedOn(state, stateBefore(state.id()))));
            notices.addAll(Overtaken.repeated(events, this::state));
            Map<String, Integer> renamed = mergePapers();
            Set<Integer> resolved = resolveReferences();
            List<PaperState> changed = after.values().stream()
                    .filter(state -> !state.equals(before.get(state.id())))
                    .filter(Assembler::isKnown)
                    .toList();
            if (!changed.isEmpty()) {
                papers.noteUnsent(
                        partition,
                        token,
                        new PaperRegistry.Unsent(
                                changed.stream().map(PaperState::id).collect(Collectors.toSet()), renamed));
                papers.save(token, changed);
            }
            notices.addAll(strayCitations(changed));
            notices.addAll(noticesToCiting(renamed, resolved, this::state));
            return new Outcome(paperEvents, referencesEvents, notices);
        }

        private void take() {
            Map<Integer, List<PaperState.Statement>> statements = new HashMap<>();
            for (Identified event : events) {
                causes.merge(
                        event.id(), Cause.of(event), (one, other) -> one.at().isAfter(other.at()) ? one : other);
                List<PaperState.Statement> of = statements.computeIfAbsent(event.id(), _ -> new ArrayList<>());
                switch (event) {
                    case Identified.Said said -> of.add(PaperState.Statement.of(said));
                    case Identified.Moved moved -> of.add(PaperState.Statement.of(moved));
                    case Identified.CitedChanged changed -> citedChanged.add(changed.id());
                }
            }
            statements.forEach((id, of) -> after.put(id, state(id).with(of)));
        }

        /** Merges what is said; returns the names, old and new, of papers whose change matters to those that cite them. */
        private Map<String, Integer> mergePapers() {
            Map<String, Integer> renamed = new LinkedHashMap<>();
            List<PaperState> open = after.values().stream()
                    .filter(state -> !state.awaitsMore())
                    .filter(state -> !state.equals(stateBefore(state.id()))
                            || (citedChanged.contains(state.id()) && state.isHeard()))
                    .toList();
            Map<String, Set<String>> orcids = orcids(open, renamed);
            for (PaperState state : open) {
                PaperState earlier = accountedBefore(state.id());
                PaperEvent last = state.paper();
                PaperEvent merged = precedence.merge(state, orcids, cause(state.id()));
                if (merged == null) {
                    // Its key may have stood for a paper that says to be of the same work.
                    noteKeys(earlier, state, renamed);
                    continue;
                }
                PaperEvent next = last;
                if (last == null
                        || !merged.as(last.version(), last.acceptedAt(), last.feed())
                                .equals(last)) {
                    next = merged.as(merged.version() + 1, merged.acceptedAt(), merged.feed());
                    after.put(state.id(), state.publishing(next, state.references()));
                    paperEvents.add(next);
                }
                if (next != null && (last == null || mattersToCiting(earlier, last, state, next))) {
                    earlier.names().forEach(name -> renamed.put(name, state.id()));
                    state.names().forEach(name -> renamed.put(name, state.id()));
                }
            }
            return renamed;
        }

        /**
         * The ORCID iDs that are stated for the names of authors, after those that these papers state are noted. As with references, a paper
         * notes that it bears a name before it looks for the iDs, and notes an iD before it looks who bears the name.
         *
         * @param renamed is given the names for which these papers state other iDs than before
         */
        private Map<String, Set<String>> orcids(List<PaperState> open, Map<String, Integer> renamed) {
            Map<String, Map<Integer, Set<String>>> stated = new LinkedHashMap<>();
            Map<String, Set<Integer>> bearers = new LinkedHashMap<>();
            Set<String> bare = new LinkedHashSet<>();
            for (PaperState state : open) {
                PaperState earlier = stateBefore(state.id());
                List<SubmittedAuthor> before = precedence.authors(earlier.accounted());
                List<SubmittedAuthor> now = precedence.authors(state);
                Map<String, Set<String>> statedBefore =
                        earlier.isAccounted() ? People.stated(before) : People.stated(earlier.paper());
                People.changes(statedBefore, People.stated(now)).forEach((name, iDs) -> {
                    stated.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(state.id(), iDs);
                    renamed.put(People.bearing(name), state.id());
                });
                Set<String> bareBefore = People.bare(before);
                for (String name : People.bare(now)) {
                    bare.add(name);
                    if (!bareBefore.contains(name)) {
                        bearers.computeIfAbsent(People.bearing(name), _ -> new LinkedHashSet<>())
                                .add(state.id());
                    }
                }
            }
            if (!stated.isEmpty()) {
                papers.stateOrcids(stated);
            }
            if (!bearers.isEmpty()) {
                papers.mention(bearers);
            }
            return bare.isEmpty() ? Map.of() : papers.orcids(bare);
        }

        private static void noteKeys(PaperState earlier, PaperState state, Map<String, Integer> renamed) {
            Set<String> before = earlier.keys();
            Set<String> now = state.keys();
            now.stream().filter(key -> !before.contains(key)).forEach(key -> renamed.put(key, state.id()));
            before.stream().filter(key -> !now.contains(key)).forEach(key -> renamed.put(key, state.id()));
        }

        private static boolean mattersToCiting(PaperState earlier, PaperEvent last, PaperState state, PaperEvent next) {
            return last.status() != next.status()
                    || !authorIds(last).equals(authorIds(next))
                    || !earlier.names().equals(state.names())
                    || !earlier.titles().equals(state.titles());
        }

        private PaperState stateBefore(int id) {
            return stateOf(id, before);
        }

        private PaperState accountedBefore(int id) {
            return stateBefore(id).accounted();
        }

        private Set<Integer> resolveReferences() {
            List<PaperState> open = after.values().stream()
                    .filter(state -> state.paper() != null && state.isHeard())
                    .filter(state -> citedChanged.contains(state.id()) || !state.equals(before.get(state.id())))
                    .toList();
            if (open.isEmpty()) {
                return Set.of();
            }
            mentionNewKeys(open);
            Lookup lookup = new Lookup(open);
            for (PaperState state : open) {
                PaperEvent paper = state.paper();
                if (paper == null) {
                    continue;
                }
                ReferencesEvent last = state.references();
                ReferencesEvent resolved = Resolution.resolve(
                        state,
                        paper,
                        lookup::paperOf,
                        lookup::cited,
                        cause(state.id()).at());
                if (last != null
                        && resolved.as(last.version(), last.acceptedAt()).equals(last)) {
                    continue;
                }
                ReferencesEvent next = resolved.as(resolved.version() + 1, resolved.acceptedAt());
                after.put(state.id(), state.publishing(paper, next));
                referencesEvents.add(next);
            }
            return open.stream().map(PaperState::id).collect(Collectors.toUnmodifiableSet());
        }

        private void mentionNewKeys(List<PaperState> open) {
            Map<String, Set<Integer>> citingByKey = new LinkedHashMap<>();
            for (PaperState state : open) {
                PaperState earlier = accountedBefore(state.id());
                Set<String> known = earlier.paper() == null ? Set.of() : Resolution.mentionedKeys(earlier);
                for (String key : Resolution.mentionedKeys(state)) {
                    if (!known.contains(key)) {
                        citingByKey
                                .computeIfAbsent(key, _ -> new LinkedHashSet<>())
                                .add(state.id());
                    }
                }
            }
            if (!citingByKey.isEmpty()) {
                papers.mention(citingByKey);
            }
        }

        private PaperState state(int id) {
            return after.getOrDefault(id, PaperState.unknown(id));
        }

        private Cause cause(int id) {
            return causes.getOrDefault(id, Cause.UNKNOWN);
        }

        /** What the references of a batch name, asked for together. */
        private final class Lookup {

            private final Map<String, Integer> paperByKey = new HashMap<>();
            private final Map<String, List<SourceRecord>> titles;
            private final Map<Integer, PaperRegistry.Cited> cited;

            Lookup(List<PaperState> open) {
                Set<String> keys = new LinkedHashSet<>();
                Set<String> hashes = new LinkedHashSet<>();
                for (PaperState state : open) {
                    keys.addAll(Resolution.citedKeys(state));
                    Resolution.byTitle(state)
                            .forEach(reference ->
                                    hashes.addAll(titleOf(reference).hashes()));
                }
                paperByKey.putAll(identities.papersOf(keys));
                titles = identities.titled(hashes);
                Set<Integer> elsewhere = new HashSet<>(paperByKey.values());
                titles.values()
                        .forEach(bearing -> bearing.forEach(record -> {
                            if (record.paper() != null) {
                                elsewhere.add(record.paper());
                            }
                        }));
                elsewhere.removeAll(after.keySet());
                cited = papers.cited(elsewhere);
            }

            /** By its key; else by its title where it has no DOI: the whole title before one that lacks a subtitle. */
            @Nullable
            Integer paperOf(SubmittedReference reference) {
                Integer byKey = reference.key() == null ? null : paperByKey.get(reference.key());
                if (byKey != null || !Resolution.goesByTitle(reference)) {
                    return byKey;
                }
                return Identities.meantBy(reference, titleOf(reference), titles, this::isLive)
                        .orElse(null);
            }

            private boolean isLive(int paper) {
                PaperRegistry.Cited found = cited(paper);
                return found != null && found.isLive();
            }

            PaperRegistry.@Nullable Cited cited(int id) {
                PaperState inBatch = after.get(id);
                if (inBatch == null) {
                    return cited.get(id);
                }
                PaperEvent paper = inBatch.paper();
                return paper == null ? null : new PaperRegistry.Cited(paper.status(), authorIds(paper));
            }

            private static WorkTitle titleOf(SubmittedReference reference) {
                String title = reference.title();
                return WorkTitle.of(title == null ? "" : title);
            }
        }
    }

    private static Set<String> authorIds(PaperEvent paper) {
        return paper.authors().stream().map(Author::id).collect(Collectors.toUnmodifiableSet());
    }
}
