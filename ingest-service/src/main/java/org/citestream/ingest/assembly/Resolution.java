package org.citestream.ingest.assembly;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.identity.WorkTitle;
import org.citestream.ingest.submission.IdentityKey;
import org.jspecify.annotations.Nullable;

/** The references of one paper: the union of what its sources say, each cited work once, as far as it is in the collection. */
final class Resolution {

    private static final String TITLE = "title:";

    private Resolution() {}

    /** What is mentioned by keys under which a cited paper can be found, now or later. */
    static Set<String> mentionedKeys(PaperState state) {
        Set<String> keys = new LinkedHashSet<>();
        for (List<SubmittedReference> ofSource : bySource(state).values()) {
            for (SubmittedReference reference : ofSource) {
                if (reference.key() != null) {
                    keys.add(reference.key());
                }
                if (goesByTitle(reference)) {
                    keys.addAll(namesOf(reference.title()));
                }
            }
        }
        return keys;
    }

    /** The keys that are mentioned, titles aside. */
    static Set<String> citedKeys(PaperState state) {
        Set<String> keys = new LinkedHashSet<>();
        bySource(state)
                .values()
                .forEach(ofSource -> ofSource.forEach(reference -> {
                    if (reference.key() != null) {
                        keys.add(reference.key());
                    }
                }));
        return keys;
    }

    /** Whether its title is looked for, which is so where it has no DOI. */
    static boolean goesByTitle(SubmittedReference reference) {
        return reference.title() != null && (reference.key() == null || !IdentityKey.isDoi(reference.key()));
    }

    /**
     * Resolves the references of a paper.
     *
     * @param state the paper
     * @param paper its merged state
     * @param paperOf the surviving paper that a reference names, or null
     * @param cited what is known of a paper, or null
     * @param acceptedAt acceptance of the submission that led to this
     * @return with the version of the last one
     */
    static ReferencesEvent resolve(
            PaperState state,
            PaperEvent paper,
            Function<SubmittedReference, @Nullable Integer> paperOf,
            IntFunction<PaperRegistry.@Nullable Cited> cited,
            Instant acceptedAt) {
        ReferencesEvent last = state.references();
        long version = last == null ? 0 : last.version();
        if (paper.status() != PaperStatus.LIVE) {
            return new ReferencesEvent(
                    state.id(), version, List.of(), List.of(), 0, ReferencesEvent.Dropped.NOTHING, acceptedAt);
        }
        Set<String> authors = paper.authors().stream().map(Author::id).collect(Collectors.toSet());
        TreeSet<Integer> citedIds = new TreeSet<>();
        TreeSet<Integer> selfIds = new TreeSet<>();
        UnresolvedWorks unresolved = new UnresolvedWorks();
        int repeated = 0;
        boolean citesItself = false;
        for (Map.Entry<String, List<SubmittedReference>> ofSource :
                bySource(state).entrySet()) {
            Set<Integer> resolved = new HashSet<>();
            UnresolvedWorks.OfSource others = unresolved.of(ofSource.getKey());
            for (SubmittedReference reference : ofSource.getValue()) {
                Integer target = paperOf.apply(reference);
                if (target != null && target == state.id()) {
                    citesItself = true;
                    continue;
                }
                PaperRegistry.@Nullable Cited found = target == null ? null : cited.apply(target);
                if (target == null || found == null || !found.isLive()) {
                    others.add(reference);
                } else {
                    repeated += resolved.add(target) ? 0 : 1;
                    citedIds.add(target);
                    if (found.authorIds().stream().anyMatch(authors::contains)) {
                        selfIds.add(target);
                    }
                }
            }
            others.resolved(resolved.size());
        }
        UnresolvedWorks.Count open = unresolved.count(citedIds.size());
        return new ReferencesEvent(
                state.id(),
                version,
                List.copyOf(citedIds),
                List.copyOf(selfIds),
                open.works(),
                new ReferencesEvent.Dropped(citesItself ? 1 : 0, repeated + open.repeated()),
                acceptedAt);
    }

    /** The references that go by their titles. */
    static List<SubmittedReference> byTitle(PaperState state) {
        return bySource(state).values().stream()
                .flatMap(List::stream)
                .filter(Resolution::goesByTitle)
                .toList();
    }

    /** What each source says of the references, be it with the paper or apart from it. */
    private static Map<String, List<SubmittedReference>> bySource(PaperState state) {
        Map<String, List<SubmittedReference>> bySource = new TreeMap<>();
        for (SubmittedPaper description : state.descriptions()) {
            bySource.computeIfAbsent(description.recordKey(), _ -> new ArrayList<>())
                    .addAll(description.references());
        }
        Set<String> keys = state.keys();
        for (SubmittedCitation citation : state.citations()) {
            if (!keys.contains(citation.citing())) {
                continue;
            }
            bySource.computeIfAbsent("citations of " + citation.source(), _ -> new ArrayList<>())
                    .add(SubmittedReference.toKey(citation.cited()));
        }
        return bySource;
    }

    /** The names under which a title is mentioned. */
    static List<String> namesOf(@Nullable String title) {
        return title == null
                ? List.of()
                : WorkTitle.of(title).hashes().stream().map(TITLE::concat).toList();
    }
}
