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
import java.util.stream.Collectors;
import org.citestream.events.Author;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.Names;
import org.citestream.ingest.identity.TitleEntry;
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
    private final IdentityRegistry identities;
    private final Precedence precedence;

    Assembler(PaperRegistry papers, IdentityRegistry identities, Precedence precedence) {
        this.papers = papers;
        this.identities = identities;
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
        Set<Integer> noted = papers.unsent(partition);
        List<PaperEvent> paperEvents = new ArrayList<>();
        List<ReferencesEvent> referencesEvents = new ArrayList<>();
        List<Identified> notices = new ArrayList<>();
        List<PaperEvent> all = new ArrayList<>();
        papers.states(noted).values().forEach(state -> {
            PaperEvent paper = state.paper();
            if (paper != null) {
                paperEvents.add(paper);
                all.add(paper);
            }
            if (state.references() != null) {
                referencesEvents.add(state.references());
            }
            notices.addAll(handedOn(state));
        });
        notices.addAll(noticesToCiting(all, Set.of()));
        return new Outcome(paperEvents, referencesEvents, notices);
    }

    /** Whether it was heard of, since a registry that was rebuilt knows what was published and not yet what was said. */
    private static boolean isKnown(PaperState state) {
        return !state.said().isEmpty() || state.isRetired();
    }

    /** What was said of a retired paper, for the one that took it over. */
    private static List<Identified> handedOn(PaperState state) {
        Integer into = state.mergedInto();
        if (into == null) {
            return List.of();
        }
        return state.said().stream()
                .<Identified>map(statement -> new Identified.Said(into, statement.version(), statement.submission()))
                .toList();
    }

    /** Tells those who mention one of these papers that it changed. */
    private List<Identified> noticesToCiting(Collection<PaperEvent> changed, Set<Integer> resolvedAlready) {
        Map<String, PaperEvent> byKey = new HashMap<>();
        for (PaperEvent paper : changed) {
            Resolution.keysOf(paper).forEach(key -> byKey.put(key, paper));
        }
        Map<Integer, Identified> byCiting = new TreeMap<>();
        papers.mentions(byKey.keySet()).forEach((key, citing) -> {
            PaperEvent paper = byKey.get(key);
            for (int id : citing) {
                if (paper != null && id != paper.id() && !resolvedAlready.contains(id)) {
                    byCiting.put(id, new Identified.CitedChanged(id, paper.id(), paper.version(), paper.acceptedAt()));
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
        private final Map<Integer, Instant> acceptedAt = new HashMap<>();
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
            events.forEach(this::take);
            List<PaperEvent> changedForCiting = mergePapers();
            Set<Integer> resolved = resolveReferences();
            List<PaperState> changed = after.values().stream()
                    .filter(state -> !state.equals(before.get(state.id())))
                    .filter(Assembler::isKnown)
                    .toList();
            if (!changed.isEmpty()) {
                papers.noteUnsent(
                        partition, changed.stream().map(PaperState::id).toList());
                papers.save(token, changed);
            }
            notices.addAll(noticesToCiting(changedForCiting, resolved));
            return new Outcome(paperEvents, referencesEvents, notices);
        }

        private void take(Identified event) {
            PaperState state = state(event.id());
            acceptedAt.merge(event.id(), event.acceptedAt(), (one, other) -> one.isAfter(other) ? one : other);
            switch (event) {
                case Identified.Said said -> {
                    if (state.mergedInto() != null) {
                        notices.add(new Identified.Said(state.mergedInto(), said.version(), said.submission()));
                    } else {
                        after.put(state.id(), state.saying(said.version(), said.submission()));
                    }
                }
                case Identified.Absorbed absorbed -> {
                    Integer into = state.mergedInto();
                    if (into == null || into > absorbed.into()) {
                        PaperState retired = state.into(absorbed.into());
                        after.put(state.id(), retired);
                        notices.addAll(handedOn(retired));
                    }
                }
                case Identified.CitedChanged changed -> citedChanged.add(changed.id());
            }
        }

        /** Merges what is said; returns those papers whose change matters to the papers that cite them. */
        private List<PaperEvent> mergePapers() {
            List<PaperEvent> changedForCiting = new ArrayList<>();
            for (PaperState state : List.copyOf(after.values())) {
                if (state.equals(before.get(state.id()))) {
                    continue;
                }
                PaperEvent last = state.paper();
                PaperEvent merged = precedence.merge(state, accepted(state.id()));
                if (merged == null
                        || (last != null
                                && merged.as(last.version(), last.acceptedAt()).equals(last))) {
                    continue;
                }
                PaperEvent next = merged.as(merged.version() + 1, merged.acceptedAt());
                after.put(state.id(), state.publishing(next, state.references()));
                paperEvents.add(next);
                if (last == null || mattersToCiting(last, next)) {
                    changedForCiting.add(next);
                }
            }
            return changedForCiting;
        }

        private static boolean mattersToCiting(PaperEvent last, PaperEvent next) {
            return last.status() != next.status()
                    || !authorIds(last).equals(authorIds(next))
                    || !Resolution.keysOf(last).equals(Resolution.keysOf(next));
        }

        private Set<Integer> resolveReferences() {
            List<PaperState> open = after.values().stream()
                    .filter(state -> state.paper() != null && isKnown(state))
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
                ReferencesEvent resolved =
                        Resolution.resolve(state, paper, lookup::paperOf, lookup::cited, accepted(state.id()));
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
                PaperState earlier = before.get(state.id());
                Set<String> known = earlier == null ? Set.of() : Resolution.mentionedKeys(earlier);
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

        private Instant accepted(int id) {
            return acceptedAt.getOrDefault(id, Instant.EPOCH);
        }

        /** What the references of a batch name, asked for together. */
        private final class Lookup {

            private final Map<String, Integer> paperByKey = new HashMap<>();
            private final Map<String, Set<TitleEntry>> titles;
            private final Map<Integer, Integer> survivors;
            private final Map<Integer, PaperRegistry.Cited> cited;

            Lookup(List<PaperState> open) {
                Set<String> keys = new LinkedHashSet<>();
                Set<String> hashes = new LinkedHashSet<>();
                for (PaperState state : open) {
                    keys.addAll(Resolution.mentionedKeys(state));
                    Resolution.byTitle(state).forEach(reference -> hashes.add(titleHash(reference)));
                }
                paperByKey.putAll(identities.papersOf(keys));
                titles = identities.titles(hashes);
                Set<Integer> found = new HashSet<>(paperByKey.values());
                titles.values().forEach(entries -> entries.forEach(entry -> found.add(entry.paper())));
                survivors = identities.survivorsOf(found);
                Set<Integer> elsewhere = new HashSet<>(survivors.values());
                elsewhere.removeAll(after.keySet());
                cited = papers.cited(elsewhere);
            }

            @Nullable
            Integer paperOf(SubmittedReference reference) {
                if (reference.key() != null) {
                    Integer paper = paperByKey.get(reference.key());
                    return paper == null ? null : survivors.get(paper);
                }
                Set<Integer> meant = new HashSet<>();
                for (TitleEntry entry : titles.getOrDefault(titleHash(reference), Set.of())) {
                    if (entry.isMeantBy(reference)) {
                        meant.add(survivors.getOrDefault(entry.paper(), entry.paper()));
                    }
                }
                return meant.size() == 1 ? meant.iterator().next() : null;
            }

            PaperRegistry.@Nullable Cited cited(int id) {
                PaperState inBatch = after.get(id);
                if (inBatch == null) {
                    return cited.get(id);
                }
                PaperEvent paper = inBatch.paper();
                return paper == null ? null : new PaperRegistry.Cited(paper.status(), authorIds(paper));
            }

            private static String titleHash(SubmittedReference reference) {
                String title = reference.title();
                return title == null ? "" : Names.titleHash(title);
            }
        }
    }

    private static Set<String> authorIds(PaperEvent paper) {
        return paper.authors().stream().map(Author::id).collect(Collectors.toUnmodifiableSet());
    }
}
