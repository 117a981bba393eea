package org.citestream.ingest.curation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citestream.events.SubmittedDecision;
import org.citestream.events.SubmittedDecision.Verdict;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.PaperState;
import org.citestream.ingest.identity.Identities;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SourceRecord;
import org.citestream.ingest.submission.IdentityKey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes decisions of what an operator asks for. */
@Component
class Decisions {

    private static final int MOST_MERGED = 50;

    private final PaperRegistry papers;
    private final IdentityRegistry registry;
    private final Identities identities;
    private final InstantSource clock;

    Decisions(PaperRegistry papers, IdentityRegistry registry, InstantSource clock) {
        this.papers = papers;
        this.registry = registry;
        this.identities = new Identities(registry);
        this.clock = clock;
    }

    /**
     * What an operator asks for, in one of three forms.
     *
     * @param merge ids of papers that are one, two to 50
     * @param split key of a record that is of another paper than those it is joined with
     * @param verdict what is decided of {@code records}
     * @param records keys of two records
     */
    @Schema(name = "DecisionRequest")
    record Request(
            @Nullable List<Integer> merge,
            @Nullable String split,
            @Nullable Verdict verdict,
            @Nullable List<String> records) {}

    /** It cannot be decided, and why. */
    static final class RefusedException extends RuntimeException {
        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * The decisions that a request comes to.
     *
     * @throws RefusedException if it says nothing that can be decided
     */
    List<SubmittedDecision> of(Request request, String feed) {
        List<Integer> merge = request.merge();
        String split = request.split();
        List<String> records = request.records();
        long forms = Stream.of(merge, split, records).filter(Objects::nonNull).count();
        if (forms != 1) {
            throw new RefusedException(
                    "Send one of merge (ids of papers), split (key of a record), or verdict with records.");
        }
        if (merge != null) {
            return merged(new LinkedHashSet<>(merge), feed);
        }
        if (split != null) {
            return parted(key(split), feed);
        }
        Verdict verdict = request.verdict();
        if (verdict == null) {
            throw new RefusedException("verdict must be same, different or open.");
        }
        Set<String> keys = records == null
                ? Set.of()
                : records.stream().map(Decisions::key).collect(Collectors.toCollection(TreeSet::new));
        if (keys.size() != 2) {
            throw new RefusedException("records must hold the keys of two records.");
        }
        List<String> two = List.copyOf(keys);
        return List.of(decision(two.get(0), two.get(1), verdict, feed));
    }

    /**
     * Any two of the papers are joined by their first records, so that none depends on another; and of their other records whatever was
     * decided to be different is the same from now on.
     */
    private List<SubmittedDecision> merged(Set<Integer> ids, String feed) {
        if (ids.size() < 2 || ids.contains(null)) {
            throw new RefusedException("merge must hold the ids of two papers at least.");
        }
        if (ids.size() > MOST_MERGED) {
            throw new RefusedException("merge must hold the ids of at most " + MOST_MERGED + " papers.");
        }
        Map<Integer, PaperState> states = papers.states(ids);
        List<List<String>> recordsOf = new ArrayList<>();
        for (int id : ids) {
            PaperState state = states.get(id);
            refuseWhileItAwaitsMore("merge", state);
            List<String> here = state == null ? List.of() : state.recordsHere();
            if (here.isEmpty()) {
                throw new RefusedException("merge: there is no paper " + id + ", or it has become another.");
            }
            recordsOf.add(here);
        }
        Map<String, SourceRecord> records =
                registry.records(recordsOf.stream().flatMap(List::stream).toList());
        List<SubmittedDecision> decisions = new ArrayList<>();
        for (int second = 1; second < recordsOf.size(); second++) {
            for (int first = 0; first < second; first++) {
                joined(recordsOf.get(first), recordsOf.get(second), records)
                        .forEach(pair -> decisions.add(decision(pair.one, pair.other, Verdict.SAME, feed)));
            }
        }
        return decisions;
    }

    private static List<Pair> joined(List<String> ones, List<String> others, Map<String, SourceRecord> records) {
        List<Pair> pairs = new ArrayList<>(List.of(new Pair(ones.getFirst(), others.getFirst())));
        for (String one : ones) {
            SourceRecord record = records.get(one);
            Map<String, Verdict> verdicts = record == null ? Map.of() : record.verdicts();
            others.stream()
                    .filter(other -> verdicts.get(other) == Verdict.DIFFERENT)
                    .map(other -> new Pair(one, other))
                    .filter(pair -> !pair.equals(pairs.getFirst()))
                    .forEach(pairs::add);
        }
        return pairs;
    }

    private record Pair(String one, String other) {}

    /** After the registry was lost not all records of a paper are known for a while, so a decision would be of some of them only. */
    private static void refuseWhileItAwaitsMore(String field, @Nullable PaperState state) {
        if (state != null && state.awaitsMore()) {
            throw new RefusedException(field + ": what is said of paper " + state.id()
                    + " is being read again, since the registry was lost; ask again in a while.");
        }
    }

    private List<SubmittedDecision> parted(String record, String feed) {
        Integer paper = identities.papersOf(List.of(record)).get(record);
        PaperState state = paper == null ? null : papers.states(List.of(paper)).get(paper);
        if (state == null) {
            throw new RefusedException("split: no record " + record + " is known.");
        }
        refuseWhileItAwaitsMore("split", state);
        List<SubmittedDecision> decisions = state.recordsHere().stream()
                .filter(other -> !other.equals(record))
                .map(other -> decision(record, other, Verdict.DIFFERENT, feed))
                .toList();
        if (decisions.isEmpty()) {
            throw new RefusedException("split: " + record + " is the only record of paper " + paper + ".");
        }
        return decisions;
    }

    private SubmittedDecision decision(String one, String other, Verdict verdict, String feed) {
        return SubmittedDecision.on(one, other, verdict, feed, clock.instant());
    }

    private static String key(@Nullable String written) {
        return Optional.ofNullable(written)
                .flatMap(IdentityKey::fold)
                .filter(key -> !IdentityKey.isDoi(key))
                .orElseThrow(() -> new RefusedException(written + " is no key of a record; write SOURCE:KEY."));
    }
}
