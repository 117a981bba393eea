package org.citestream.benchmarks.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What follows from all that was acknowledged, whatever the order: written apart from the product, for the kind of records that {@link Workload} makes. Records
 * with one DOI, and records of which an operator says so, are of one paper; the record that comes first by source and key has the word for each field; a
 * paper is there as long as one of its records is, and none of them is retracted; it cites whom any of its records cites, itself aside.
 *
 * @param papers by their names
 */
public record ExpectedCollection(SortedMap<String, ExpectedPaper> papers) {

    /** What follows from the last operation on each key. */
    public static ExpectedCollection of(Collection<Operation> last) {
        SortedMap<String, Operation.Describe> records = new TreeMap<>();
        for (Operation each : last) {
            if (each instanceof Operation.Describe described) {
                records.put(described.key(), described);
            }
        }
        Map<String, SortedSet<String>> paperOf = new HashMap<>();
        records.keySet().forEach(key -> paperOf.put(key, new TreeSet<>(Set.of(key))));
        Map<String, String> firstOfDoi = new HashMap<>();
        records.forEach((key, record) -> {
            if (record.doi() != null) {
                String first = firstOfDoi.putIfAbsent(record.doi(), key);
                join(first, key, paperOf);
            }
        });
        for (Operation each : last) {
            if (each instanceof Operation.Decide decided && decided.same()) {
                join(decided.one(), decided.other(), paperOf);
            }
        }
        Map<String, List<String>> pairs = last.stream()
                .filter(Operation.Cite.class::isInstance)
                .map(Operation.Cite.class::cast)
                .collect(Collectors.groupingBy(
                        Operation.Cite::citing, Collectors.mapping(Operation.Cite::cited, Collectors.toList())));
        SortedMap<String, ExpectedPaper> papers = new TreeMap<>();
        for (SortedSet<String> together : Set.copyOf(paperOf.values())) {
            if (isThere(together, records)) {
                ExpectedPaper paper = paper(together, records, pairs, paperOf);
                papers.put(paper.name(), paper);
            }
        }
        return new ExpectedCollection(papers);
    }

    private static @Nullable String firstSaid(
            List<Operation.Describe> said, Function<Operation.Describe, @Nullable String> of) {
        return said.stream().map(of).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** The keys of some operations on records that are in no paper, so that none may be shown under them. */
    public Set<String> gone(Collection<Operation> last) {
        Set<String> gone = new TreeSet<>();
        last.stream()
                .filter(each -> each instanceof Operation.Describe || each instanceof Operation.Withdraw)
                .forEach(each -> gone.add(each.key()));
        papers.values().forEach(paper -> gone.removeAll(paper.records()));
        return gone;
    }

    private static void join(@Nullable String one, String other, Map<String, SortedSet<String>> paperOf) {
        SortedSet<String> paper = one == null ? null : paperOf.get(one);
        SortedSet<String> added = paperOf.get(other);
        if (paper == null || added == null || paper.equals(added)) {
            return;
        }
        SortedSet<String> all = new TreeSet<>(paper);
        all.addAll(added);
        all.forEach(key -> paperOf.put(key, all));
    }

    private static boolean isThere(Collection<String> together, Map<String, Operation.Describe> records) {
        return together.stream().map(records::get).noneMatch(record -> record == null || record.retracted());
    }

    private static ExpectedPaper paper(
            SortedSet<String> together,
            Map<String, Operation.Describe> records,
            Map<String, List<String>> pairs,
            Map<String, SortedSet<String>> paperOf) {
        List<Operation.Describe> said = together.stream()
                .map(records::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Operation.Describe::source).thenComparing(Operation.Describe::number))
                .toList();
        List<String> references = new ArrayList<>();
        said.forEach(each -> {
            references.addAll(each.references());
            references.addAll(pairs.getOrDefault(each.key(), List.of()));
        });
        SortedSet<String> cited = new TreeSet<>();
        for (String each : references) {
            SortedSet<String> target = paperOf.get(each);
            if (target != null && !target.equals(together) && isThere(target, records)) {
                cited.add(target.first());
            }
        }
        Operation.Describe first = said.getFirst();
        return new ExpectedPaper(
                together,
                first.title(),
                Set.copyOf(first.authors()),
                first.year(),
                firstSaid(said, Operation.Describe::doi),
                firstSaid(said, Operation.Describe::abstractText),
                cited);
    }
}
