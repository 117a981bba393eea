package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.citestream.events.Identified;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedWithdrawal;
import org.jspecify.annotations.Nullable;

/**
 * Decides which paper each submission belongs to.
 *
 * <p>A batch goes through in five strides, so that the registry is asked a few times for all of it instead of a few times for
 * each record: look up what is known; decide record by record, with ids for what is new; claim the keys; settle what another
 * instance claimed meanwhile; release citations that waited for a key of the batch. What was decided is durable before
 * {@link #identify} returns. Handling a batch again comes to the same papers, since every key is found then.
 */
public final class Identifier {

    private final IdentityRegistry registry;

    public Identifier(IdentityRegistry registry) {
        this.registry = registry;
    }

    /**
     * A submission with its version.
     *
     * @param version its offset
     * @param submission what is said
     */
    public record Versioned(long version, Submission submission) {}

    /**
     * Identifies a batch.
     *
     * @param batch submissions in their order
     * @return what to tell the owners of the papers, in order
     */
    public List<Identified> identify(List<Versioned> batch) {
        return new Batch(batch).identify();
    }

    /** The keys by which a submission names a paper. */
    public static List<String> keysOf(Submission submission) {
        return switch (submission) {
            case SubmittedPaper paper ->
                paper.doi() == null ? List.of(paper.recordKey()) : List.of(paper.recordKey(), "doi:" + paper.doi());
            case SubmittedWithdrawal withdrawal -> List.of(withdrawal.recordKey());
            case SubmittedCitation citation -> List.of(citation.citing());
        };
    }

    /** One batch on its way. */
    private final class Batch {

        private final List<Versioned> submissions;
        private final Map<String, Integer> paperByKey = new HashMap<>();
        private final Map<String, Set<TitleEntry>> titles = new HashMap<>();
        private final Map<String, Set<TitleEntry>> newTitles = new LinkedHashMap<>();
        private final Map<String, Integer> newKeys = new LinkedHashMap<>();
        private final Set<Integer> newPapers = new HashSet<>();
        private final Map<Integer, Integer> absorbed = new LinkedHashMap<>();
        private int nextId;

        Batch(List<Versioned> submissions) {
            this.submissions = submissions;
        }

        List<Identified> identify() {
            lookUp();
            for (Versioned each : submissions) {
                if (each.submission() instanceof SubmittedPaper paper) {
                    decide(paper);
                }
            }
            registry.enterTitles(newTitles);
            settleClaims();
            settleTitles();
            return notices();
        }

        private void lookUp() {
            Set<String> keys = new LinkedHashSet<>();
            Set<String> hashes = new LinkedHashSet<>();
            int unseen = 0;
            for (Versioned each : submissions) {
                keys.addAll(keysOf(each.submission()));
                if (each.submission() instanceof SubmittedPaper paper) {
                    hashes.add(Names.titleHash(paper.title()));
                }
            }
            paperByKey.putAll(registry.papersOf(keys));
            // Told again whenever such a key comes by, so that a crash between the merge and its notice loses nothing.
            registry.survivorsOf(paperByKey.values()).forEach((paper, survivor) -> {
                if (!paper.equals(survivor)) {
                    absorbed.put(paper, survivor);
                }
            });
            registry.titles(hashes).forEach((hash, entries) -> titles.put(hash, new LinkedHashSet<>(entries)));
            for (Versioned each : submissions) {
                if (each.submission() instanceof SubmittedPaper paper
                        && keysOf(paper).stream().noneMatch(paperByKey::containsKey)) {
                    unseen++;
                }
            }
            if (unseen > 0) {
                nextId = registry.newIds(unseen);
            }
        }

        private void decide(SubmittedPaper submission) {
            List<String> keys = keysOf(submission);
            TreeSet<Integer> candidates = new TreeSet<>();
            for (String key : keys) {
                Integer known = paperByKey.get(key);
                if (known != null) {
                    candidates.add(survivor(known));
                }
            }
            String hash = Names.titleHash(submission.title());
            if (candidates.isEmpty()) {
                Integer proposed = proposedByTitle(hash, submission);
                if (proposed != null) {
                    candidates.add(proposed);
                }
            }
            int paper = candidates.isEmpty() ? nextId++ : candidates.getFirst();
            if (candidates.isEmpty()) {
                newPapers.add(paper);
            }
            for (int other : candidates) {
                absorb(other, paper);
            }
            for (String key : keys) {
                if (paperByKey.put(key, paper) == null) {
                    newKeys.put(key, paper);
                }
            }
            TitleEntry entry = TitleEntry.of(paper, submission);
            if (titles.computeIfAbsent(hash, _ -> new LinkedHashSet<>()).add(entry)) {
                newTitles.computeIfAbsent(hash, _ -> new LinkedHashSet<>()).add(entry);
            }
        }

        /** The lowest paper all of whose entries under the title admit this record, and one of them at least. */
        private @Nullable Integer proposedByTitle(String hash, SubmittedPaper submission) {
            Set<TitleEntry> entries = titles.getOrDefault(hash, Set.of());
            Map<Integer, Boolean> admitted = new HashMap<>();
            for (TitleEntry entry : entries) {
                int paper = survivor(entry.paper());
                boolean admits = entry.admits(TitleEntry.of(paper, submission));
                admitted.merge(paper, admits, Boolean::logicalAnd);
            }
            return admitted.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .min(Integer::compare)
                    .orElse(null);
        }

        /** Claims the new keys; where another instance was first, the two papers are one. */
        private void settleClaims() {
            Map<String, Integer> claims = new LinkedHashMap<>();
            newKeys.forEach((key, paper) -> claims.put(key, survivor(paper)));
            Map<String, Integer> held = registry.claim(claims);
            if (held.isEmpty()) {
                return;
            }
            Map<Integer, Integer> survivors = registry.survivorsOf(held.values());
            held.forEach((key, holder) -> {
                int claimant = survivor(paperByKey.getOrDefault(key, holder));
                int other = survivor(survivors.getOrDefault(holder, holder));
                absorb(Math.max(claimant, other), Math.min(claimant, other));
            });
        }

        /** Another instance may have entered the same title at the same moment: both see both now, and the lower id survives. */
        private void settleTitles() {
            if (newPapers.isEmpty()) {
                return;
            }
            Set<String> hashes = new HashSet<>();
            newTitles.forEach((hash, entries) -> {
                if (entries.stream().anyMatch(entry -> newPapers.contains(entry.paper()))) {
                    hashes.add(hash);
                }
            });
            registry.titles(hashes).forEach((hash, entries) -> {
                Set<TitleEntry> seen = titles.getOrDefault(hash, Set.of());
                List<TitleEntry> meanwhile =
                        entries.stream().filter(entry -> !seen.contains(entry)).toList();
                for (TitleEntry other : meanwhile) {
                    for (TitleEntry ours : seen) {
                        if (newPapers.contains(ours.paper()) && other.admits(ours)) {
                            int one = survivor(ours.paper());
                            absorb(Math.max(one, other.paper()), Math.min(one, other.paper()));
                        }
                    }
                }
            });
        }

        private void absorb(int retired, int into) {
            int from = survivor(retired);
            int to = survivor(into);
            if (from == to) {
                return;
            }
            int lower = Math.min(from, to);
            int higher = Math.max(from, to);
            registry.merge(higher, lower);
            absorbed.put(higher, lower);
            int settled = registry.survivorsOf(List.of(higher)).getOrDefault(higher, lower);
            if (settled != lower) {
                // Another instance had merged it elsewhere: then all three are one.
                absorb(Math.max(settled, lower), Math.min(settled, lower));
            }
        }

        private int survivor(int paper) {
            int current = paper;
            for (Integer into = absorbed.get(current); into != null; into = absorbed.get(current)) {
                current = into;
            }
            return current;
        }

        private List<Identified> notices() {
            List<Identified> notices = new ArrayList<>(submissions.size());
            Map<String, List<AwaitingCitation>> unplaced = new LinkedHashMap<>();
            Set<String> paperKeys = new LinkedHashSet<>();
            for (Versioned each : submissions) {
                Submission submission = each.submission();
                Integer paper = paperByKey.get(keysOf(submission).getFirst());
                if (paper != null) {
                    notices.add(new Identified.Said(survivor(paper), each.version(), submission));
                    paperKeys.addAll(keysOf(submission));
                } else if (submission instanceof SubmittedCitation citation) {
                    unplaced.computeIfAbsent(citation.citing(), _ -> new ArrayList<>())
                            .add(AwaitingCitation.of(citation, each.version()));
                }
                // A withdrawal of what was never said changes nothing.
            }
            absorbed.forEach((retired, into) -> notices.add(new Identified.Absorbed(
                    retired, survivor(into), submissions.getLast().submission().acceptedAt())));
            notices.addAll(awaited(paperKeys));
            notices.addAll(placeOrKeep(unplaced));
            return notices;
        }

        private List<Identified> awaited(Collection<String> keys) {
            List<Identified> notices = new ArrayList<>();
            registry.awaiting(keys).forEach((key, citations) -> {
                int paper = survivor(paperByKey.getOrDefault(key, 0));
                for (AwaitingCitation citation : citations) {
                    notices.add(new Identified.Said(paper, citation.version(), citation.submission()));
                }
            });
            return notices;
        }

        /** Keeps citations of unknown papers, and then looks again, since a paper may have come in between. */
        private List<Identified> placeOrKeep(Map<String, List<AwaitingCitation>> unplaced) {
            if (unplaced.isEmpty()) {
                return List.of();
            }
            registry.awaitCiting(unplaced);
            List<Identified> notices = new ArrayList<>();
            registry.papersOf(unplaced.keySet()).forEach((key, paper) -> {
                for (AwaitingCitation citation : unplaced.getOrDefault(key, List.of())) {
                    notices.add(new Identified.Said(paper, citation.version(), citation.submission()));
                }
            });
            return notices;
        }
    }
}
