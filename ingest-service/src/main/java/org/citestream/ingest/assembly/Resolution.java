package org.citestream.ingest.assembly;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.citestream.ingest.identity.Names;
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
                String key = keyOf(reference);
                if (key != null) {
                    keys.add(key);
                }
            }
        }
        return keys;
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
        Set<String> unresolved = new HashSet<>();
        int unnamed = 0;
        int repeated = 0;
        boolean citesItself = false;
        for (List<SubmittedReference> ofSource : bySource(state).values()) {
            Set<Object> seen = new HashSet<>();
            int unnamedHere = 0;
            for (SubmittedReference reference : ofSource) {
                String key = keyOf(reference);
                if (key == null) {
                    unnamedHere++;
                    continue;
                }
                Integer target = paperOf.apply(reference);
                if (target != null && target == state.id()) {
                    citesItself = true;
                    continue;
                }
                PaperRegistry.@Nullable Cited found = target == null ? null : cited.apply(target);
                if (target == null || found == null || !found.isLive()) {
                    repeated += seen.add(key) ? 0 : 1;
                    unresolved.add(key);
                } else {
                    repeated += seen.add(target) ? 0 : 1;
                    citedIds.add(target);
                    if (found.authorIds().stream().anyMatch(authors::contains)) {
                        selfIds.add(target);
                    }
                }
            }
            unnamed = Math.max(unnamed, unnamedHere);
        }
        return new ReferencesEvent(
                state.id(),
                version,
                List.copyOf(citedIds),
                List.copyOf(selfIds),
                unresolved.size() + unnamed,
                new ReferencesEvent.Dropped(citesItself ? 1 : 0, repeated),
                acceptedAt);
    }

    /** The references by title alone. */
    static List<SubmittedReference> byTitle(PaperState state) {
        return bySource(state).values().stream()
                .flatMap(List::stream)
                .filter(reference -> reference.key() == null && reference.title() != null)
                .toList();
    }

    /** What each source says of the references, be it with the paper or apart from it. */
    private static Map<String, List<SubmittedReference>> bySource(PaperState state) {
        Map<String, List<SubmittedReference>> bySource = new HashMap<>();
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

    private static @Nullable String keyOf(SubmittedReference reference) {
        if (reference.key() != null) {
            return reference.key();
        }
        return reference.title() == null ? null : nameOf(reference.title());
    }

    /** The name under which a title is mentioned. */
    static String nameOf(String title) {
        return TITLE + Names.titleHash(title);
    }
}
