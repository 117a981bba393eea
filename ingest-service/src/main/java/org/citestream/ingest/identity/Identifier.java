package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.SubmittedDecision;
import org.citestream.events.SubmittedDecision.Verdict;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedWithdrawal;

/**
 * Decides which paper each submission belongs to.
 *
 * <p>A batch goes through in strides, so that the registry is asked a few times for all of it instead of a few times for each
 * record. First what the records say of themselves is noted, and with it where they meet others. Then all that meet are read,
 * {@link Matching} tells which of them are of one paper, and each such group gets an id: the lowest that its records have, where
 * no other group has a better claim to it. Then the owners of the papers are to be told.
 *
 * <p>Instances need no lock. Each notes first and reads afterwards, so of two that handle records of one paper at the same time
 * the later to read has seen everything. What the other gave away by what it saw, it reads again, and then sees everything too. Every
 * paper that a record was ever given to is remembered, and its owner told where the record is now. So handling a batch again comes to
 * the same, whatever became of it the first time.
 */
public final class Identifier {

    private final IdentityRegistry registry;
    private final Identities identities;
    private final Consumer<IdentityOutcome> outcomes;

    public Identifier(IdentityRegistry registry) {
        this(registry, _ -> {});
    }

    /**
     * @param outcomes is told what each record of a batch came to, and each other record that moves because of it
     */
    public Identifier(IdentityRegistry registry, Consumer<IdentityOutcome> outcomes) {
        this.registry = registry;
        this.identities = new Identities(registry);
        this.outcomes = outcomes;
    }

    /**
     * A submission with its version.
     *
     * @param version see {@link SubmissionVersions}
     * @param submission what is said
     */
    public record Versioned(long version, Submission submission) {}

    /**
     * Identifies a batch.
     *
     * @param batch submissions in their order
     * @return what to tell the owners of the papers
     */
    public List<Identified> identify(List<Versioned> batch) {
        List<Identified> notices = new ArrayList<>();
        List<Versioned> begun = begunAndTakenBack(batch);
        if (!begun.isEmpty()) {
            learn(begun);
            notices.addAll(new Batch(begun).identify());
        }
        learn(batch);
        notices.addAll(new Batch(batch).identify());
        return notices;
    }

    /**
     * The first that is said of records that the same batch takes back: it goes first, since else nothing would be known to be taken back.
     * Whether a record has begun is told by its paper: what it says may be known from a batch that broke off before it was given to one.
     */
    private List<Versioned> begunAndTakenBack(List<Versioned> batch) {
        Map<String, Versioned> latest = latest(batch);
        List<Versioned> described = batch.stream()
                .filter(each -> each.submission() instanceof SubmittedPaper)
                .filter(each -> {
                    Versioned last = latest.get(each.submission().recordKey());
                    return last != null && last.submission() instanceof SubmittedWithdrawal;
                })
                .toList();
        if (described.isEmpty()) {
            return described;
        }
        Map<String, SourceRecord> known = registry.records(
                described.stream().map(each -> each.submission().recordKey()).collect(Collectors.toSet()));
        return described.stream()
                .filter(each -> {
                    SourceRecord record = known.get(each.submission().recordKey());
                    return record == null || record.paper() == null;
                })
                .toList();
    }

    /**
     * Notes what the records of a batch say of themselves, and decides nothing.
     *
     * @param batch submissions in their order
     */
    public void learn(List<Versioned> batch) {
        Map<String, Versioned> latest = latest(batch);
        Map<String, SourceRecord> known = registry.records(latest.keySet());
        Map<String, Description> said = new LinkedHashMap<>();
        Map<String, Set<Entry.Member>> entered = new LinkedHashMap<>();
        latest.forEach((key, versioned) -> {
            SourceRecord record = known.getOrDefault(key, SourceRecord.unknown(key));
            Description earlier = record.said();
            if (earlier != null && earlier.version() > versioned.version()) {
                return;
            }
            Description now;
            if (versioned.submission() instanceof SubmittedPaper paper) {
                now = Description.of(paper, versioned.version()).after(earlier);
            } else if (earlier != null || record.paper() != null) {
                now = Description.withdrawn(versioned.submission().source(), versioned.version())
                        .after(earlier);
            } else {
                // A withdrawal of what was never said changes nothing.
                return;
            }
            said.put(key, now);
            if (earlier == null || earlier.version() == now.version() || !now.saysWhat(earlier)) {
                Entry.Member member = new Entry.Member(key, now.author());
                now.entries()
                        .forEach(name -> entered.computeIfAbsent(name, _ -> new LinkedHashSet<>())
                                .add(member));
            }
        });
        registry.learn(said, entered);
        learnDecisions(batch);
    }

    private void learnDecisions(List<Versioned> batch) {
        Map<String, Set<SourceRecord.Decision>> decisions = new LinkedHashMap<>();
        for (Versioned each : batch) {
            if (each.submission() instanceof SubmittedDecision decision) {
                String one = decision.one();
                String other = decision.other();
                decisions
                        .computeIfAbsent(one, _ -> new LinkedHashSet<>())
                        .add(new SourceRecord.Decision(each.version(), other, decision.verdict()));
                decisions
                        .computeIfAbsent(other, _ -> new LinkedHashSet<>())
                        .add(new SourceRecord.Decision(each.version(), one, decision.verdict()));
            }
        }
        if (!decisions.isEmpty()) {
            registry.decide(decisions);
        }
    }

    /** The last word of each source record in a batch. */
    private static Map<String, Versioned> latest(List<Versioned> batch) {
        Map<String, Versioned> latest = new LinkedHashMap<>();
        for (Versioned each : batch) {
            if (isOfARecord(each.submission())) {
                latest.merge(
                        each.submission().recordKey(),
                        each,
                        (one, other) -> other.version() >= one.version() ? other : one);
            }
        }
        return latest;
    }

    private static boolean isOfARecord(Submission submission) {
        return submission instanceof SubmittedPaper || submission instanceof SubmittedWithdrawal;
    }

    /** One batch on its way. */
    private final class Batch {

        private final Map<String, Versioned> latest;
        /** Records whose paper may change: those of the batch, those decided on, and those that were given to another paper. */
        private final Set<String> concerned = new LinkedHashSet<>();

        private final List<Versioned> citations;
        private final Versioned last;
        private final Map<String, SourceRecord> records = new TreeMap<>();
        private final Map<String, Entry> entries = new HashMap<>();
        private final Map<String, IdentityOutcome> given = new HashMap<>();
        private final Set<String> outside = new HashSet<>();

        Batch(List<Versioned> batch) {
            this.latest = latest(batch);
            this.citations = batch.stream()
                    .filter(each -> each.submission() instanceof SubmittedCitation)
                    .toList();
            this.last = batch.getLast();
            concerned.addAll(latest.keySet());
            for (Versioned each : batch) {
                if (each.submission() instanceof SubmittedDecision decision) {
                    concerned.add(decision.one());
                    concerned.add(decision.other());
                }
            }
        }

        List<Identified> identify() {
            while (true) {
                readNeighbourhood();
                Map<String, SourceRecord> gifts = gifts();
                if (gifts.isEmpty()) {
                    return notices();
                }
                boolean firstGifts = gifts.keySet().stream().allMatch(this::hasNoPaper);
                registry.give(gifts);
                // Even where they have nothing to do with this batch any more: their owners are to be told.
                concerned.addAll(gifts.keySet());
                if (firstGifts && areAsGiven(gifts)) {
                    return notices();
                }
            }
        }

        private boolean hasNoPaper(String key) {
            SourceRecord record = records.get(key);
            return record == null || record.paper() == null;
        }

        /**
         * Whether all records that were read are where they were, and those without a paper where they are now given to. Then nothing
         * else has to be read again: who noted a record of the same paper since then has seen all of these, those without a paper
         * among them; so it gave them to one itself, and reads them again after that. Where a record moves this does not hold, since who came
         * in between may have relied on where it was.
         */
        private boolean areAsGiven(Map<String, SourceRecord> gifts) {
            Map<String, SourceRecord> now = registry.records(records.keySet());
            for (SourceRecord before : records.values()) {
                SourceRecord expected = gifts.getOrDefault(before.key(), before);
                SourceRecord record = now.get(before.key());
                if (record == null
                        || record.moves() != expected.moves()
                        || !Objects.equals(record.paper(), expected.paper())
                        || !record.ever().equals(expected.ever())) {
                    return false;
                }
            }
            records.putAll(now);
            return true;
        }

        /** Reads the records of the batch, those that they meet, those that these meet, and so on. */
        private void readNeighbourhood() {
            records.clear();
            entries.clear();
            Set<Meeting> visited = new HashSet<>();
            Set<String> wanted = concerned;
            while (!wanted.isEmpty()) {
                Map<String, SourceRecord> found = registry.records(wanted);
                records.putAll(found);
                Set<Meeting> meetings = new LinkedHashSet<>();
                found.values().forEach(record -> {
                    meetings.add(new Meeting(Entry.ofSame(record.key()), null));
                    Description said = record.said();
                    if (said != null) {
                        meetings.addAll(said.meetings());
                        meetings.addAll(said.left());
                    }
                });
                meetings.removeAll(visited);
                visited.addAll(meetings);
                Set<String> unread = meetings.stream().map(Meeting::entry).collect(Collectors.toSet());
                unread.removeAll(entries.keySet());
                if (!unread.isEmpty()) {
                    entries.putAll(registry.entries(unread));
                }
                wanted = found.values().stream()
                        .flatMap(record -> record.decisions().stream())
                        .map(SourceRecord.Decision::other)
                        .filter(key -> !records.containsKey(key))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
                for (Meeting meeting : meetings) {
                    Entry.recordOf(meeting.entry())
                            .filter(key -> !records.containsKey(key))
                            .ifPresent(wanted::add);
                    Entry entry = entries.get(meeting.entry());
                    for (Entry.Member member : entry == null ? Set.<Entry.Member>of() : entry.members()) {
                        if (meeting.includes(member) && !records.containsKey(member.record())) {
                            wanted.add(member.record());
                        }
                    }
                }
            }
        }

        /** The records that are not of the paper that they should be of, as they should be. */
        private Map<String, SourceRecord> gifts() {
            Map<String, Description> described = new HashMap<>();
            Map<String, Map<String, Verdict>> verdicts = new HashMap<>();
            records.forEach((key, record) -> {
                if (!record.decisions().isEmpty()) {
                    verdicts.put(key, record.verdicts());
                }
                Description said = record.said();
                if (said != null && record.isDescribed()) {
                    described.put(key, said);
                }
            });
            List<Set<String>> groups = withPredecessors(Matching.papers(described, verdicts));
            Map<Integer, Integer> claims = claims(groups);
            Map<Integer, Integer> paperOfGroup = new HashMap<>();
            claims.forEach((paper, group) -> paperOfGroup.merge(group, paper, Math::min));
            int unnamed = groups.size() - paperOfGroup.size();
            int nextId = unnamed == 0 ? 0 : registry.newIds(unnamed);
            Map<String, SourceRecord> gifts = new LinkedHashMap<>();
            outside.clear();
            for (int group = 0; group < groups.size(); group++) {
                Integer named = paperOfGroup.get(group);
                int paper = named == null ? nextId++ : named;
                boolean begins = named == null;
                if (groups.get(group).stream().map(described::get).noneMatch(each -> each != null && each.member())) {
                    outside.addAll(groups.get(group));
                }
                for (String key : groups.get(group)) {
                    SourceRecord record = records.get(key);
                    if (record != null && (record.paper() == null || record.paper() != paper)) {
                        gifts.put(key, record.givenTo(paper));
                        given.put(key, outcome(record, begins));
                        begins = false;
                    }
                }
            }
            return gifts;
        }

        /**
         * The groups, with records that were taken back and that nothing is left of but a record in one of them with a new key: so the paper
         * of the old key goes on under the new one.
         */
        private List<Set<String>> withPredecessors(List<Set<String>> groups) {
            Set<Integer> described = records.values().stream()
                    .filter(SourceRecord::isDescribed)
                    .map(SourceRecord::paper)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            List<Set<String>> grown = new ArrayList<>(groups);
            records.forEach((key, record) -> {
                Description said = record.said();
                if (said == null || !said.withdrawn() || record.paper() == null || described.contains(record.paper())) {
                    return;
                }
                List<Integer> successors = IntStream.range(0, groups.size())
                        .filter(group -> groups.get(group).stream().anyMatch(each -> isSucceededBy(key, said, each)))
                        .boxed()
                        .toList();
                if (successors.size() == 1) {
                    Set<String> group = new TreeSet<>(grown.get(successors.getFirst()));
                    group.add(key);
                    grown.set(successors.getFirst(), group);
                }
            });
            return grown;
        }

        private boolean isSucceededBy(String key, Description said, String other) {
            SourceRecord record = records.get(other);
            return record != null
                    && record.said() != null
                    && record.said().succeeds(said)
                    && record.verdicts().get(key) != Verdict.DIFFERENT;
        }

        /** Which group each paper goes to: the one with the most of its records, or the first of those. */
        private Map<Integer, Integer> claims(List<Set<String>> groups) {
            Map<Integer, Map<Integer, Integer>> votes = new TreeMap<>();
            for (int group = 0; group < groups.size(); group++) {
                for (String key : groups.get(group)) {
                    SourceRecord record = records.get(key);
                    if (record != null && record.paper() != null) {
                        votes.computeIfAbsent(record.paper(), _ -> new TreeMap<>())
                                .merge(group, 1, Integer::sum);
                    }
                }
            }
            Map<Integer, Integer> claims = new HashMap<>();
            votes.forEach((paper, byGroup) -> {
                int most =
                        byGroup.values().stream().mapToInt(each -> each).max().orElse(0);
                byGroup.entrySet().stream()
                        .filter(each -> each.getValue() == most)
                        .findFirst()
                        .ifPresent(each -> claims.put(paper, each.getKey()));
            });
            return claims;
        }

        private static IdentityOutcome outcome(SourceRecord before, boolean begins) {
            if (before.paper() == null) {
                return begins ? IdentityOutcome.NEW : IdentityOutcome.KNOWN;
            }
            return begins ? IdentityOutcome.SPLIT : IdentityOutcome.MERGED;
        }

        private void tellOutcomes() {
            latest.forEach((key, versioned) -> {
                SourceRecord record = records.get(key);
                boolean hasPaper = record != null && record.paper() != null;
                if (outside.contains(key)) {
                    given.put(key, IdentityOutcome.OUTSIDE);
                } else if (versioned.submission() instanceof SubmittedPaper) {
                    given.putIfAbsent(key, hasPaper ? IdentityOutcome.KNOWN : IdentityOutcome.OUTSIDE);
                } else if (hasPaper) {
                    given.put(key, IdentityOutcome.WITHDRAWN);
                }
            });
            given.keySet().removeIf(key -> key.startsWith(PaperEvent.CANARY_SOURCE + ":"));
            given.values().forEach(outcomes);
        }

        private List<Identified> notices() {
            tellOutcomes();
            List<Identified> notices = new ArrayList<>();
            Map<String, Integer> paperByKey = new LinkedHashMap<>();
            latest.forEach((key, versioned) -> {
                SourceRecord record = records.get(key);
                if (record == null || record.paper() == null) {
                    return;
                }
                notices.add(Identified.Said.of(
                        record.paper(), versioned.version(), record.moves(), versioned.submission()));
                keysOf(versioned.submission()).forEach(each -> paperByKey.put(each, record.paper()));
            });
            records.forEach((key, record) -> {
                Integer paper = record.paper();
                if (paper != null) {
                    record.gone()
                            .forEach(former -> notices.add(new Identified.Moved(
                                    former,
                                    key,
                                    record.moves(),
                                    paper,
                                    last.submission().acceptedAt())));
                }
            });
            registry.awaiting(paperByKey.keySet()).forEach((key, waiting) -> {
                Integer paper = paperByKey.get(key);
                if (paper != null) {
                    waiting.forEach(citation -> notices.add(citation.of(paper)));
                }
            });
            notices.addAll(placeOrKeepCitations());
            return notices;
        }

        /** Keeps citations whose citing paper is not known, and then looks again, since it may have come in between. */
        private List<Identified> placeOrKeepCitations() {
            if (citations.isEmpty()) {
                return List.of();
            }
            Map<String, List<AwaitingCitation>> byCiting = new LinkedHashMap<>();
            for (Versioned each : citations) {
                if (each.submission() instanceof SubmittedCitation citation) {
                    byCiting.computeIfAbsent(citation.citing(), _ -> new ArrayList<>())
                            .add(AwaitingCitation.of(citation, each.version()));
                }
            }
            Map<String, Integer> placed = new HashMap<>(identities.papersOf(byCiting.keySet()));
            Map<String, List<AwaitingCitation>> unplaced = new LinkedHashMap<>(byCiting);
            unplaced.keySet().removeAll(placed.keySet());
            if (!unplaced.isEmpty()) {
                registry.awaitCiting(unplaced);
                placed.putAll(identities.papersOf(unplaced.keySet()));
            }
            List<Identified> notices = new ArrayList<>();
            byCiting.forEach((key, waiting) -> {
                Integer paper = placed.get(key);
                if (paper != null) {
                    waiting.forEach(citation -> notices.add(citation.of(paper)));
                }
            });
            return notices;
        }
    }

    /** Whether two descriptions by different records would be taken for one paper if there were no others. */
    public static boolean areOfOnePaper(SubmittedPaper one, SubmittedPaper other) {
        return Matching.papers(
                                Map.of(
                                        one.recordKey(), Description.of(one, 0),
                                        other.recordKey(), Description.of(other, 1)),
                                Map.of())
                        .size()
                == 1;
    }

    /** What a record that describes a paper is found by, given to a paper. */
    public static SourceRecord recordOf(SubmittedPaper description, int paper) {
        return new SourceRecord(
                description.recordKey(), Description.of(description, 0), paper, 0, Set.of(paper), Set.of());
    }

    /** The keys by which a submission names a paper. */
    public static List<String> keysOf(Submission submission) {
        return switch (submission) {
            case SubmittedPaper paper ->
                paper.doi() == null ? List.of(paper.recordKey()) : List.of(paper.recordKey(), "doi:" + paper.doi());
            case SubmittedWithdrawal withdrawal -> List.of(withdrawal.recordKey());
            case SubmittedCitation citation -> List.of(citation.citing());
            case SubmittedDecision _ -> List.of();
        };
    }
}
