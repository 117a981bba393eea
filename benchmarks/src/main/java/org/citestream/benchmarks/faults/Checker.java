package org.citestream.benchmarks.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.citestream.benchmarks.faults.Violation.Kind;

/** Compares what is shown with what was acknowledged, and what is shown with itself. */
public final class Checker {

    private final ExpectedCollection expected;
    private final ShownCollection shown;
    private final List<Violation> violations = new ArrayList<>();
    /** By the name of an expected paper, the id under which it is shown. */
    private final Map<String, Integer> idOf = new HashMap<>();

    private Checker(ExpectedCollection expected, ShownCollection shown) {
        this.expected = expected;
        this.shown = shown;
    }

    /** All that is wrong; empty where nothing is. */
    public static List<Violation> check(ExpectedCollection expected, ShownCollection shown) {
        Checker checker = new Checker(expected, shown);
        checker.papers();
        checker.contents();
        checker.citations();
        checker.lists();
        checker.counts();
        checker.violations.addAll(RankCheck.check(shown));
        return List.copyOf(checker.violations);
    }

    /** What two readings of one state say differently. */
    public static List<Violation> compare(ShownCollection before, ShownCollection rebuilt) {
        List<Violation> differences = new ArrayList<>();
        Set<Integer> ids = new TreeSet<>(before.papers().keySet());
        ids.addAll(rebuilt.papers().keySet());
        for (int id : ids) {
            ShownPaper one = before.papers().get(id);
            ShownPaper other = rebuilt.papers().get(id);
            boolean same = one == null || other == null
                    ? one == other
                    : one.unscored().equals(other.unscored())
                            && Math.abs(score(one) - score(other)) <= before.errorBound() + rebuilt.errorBound();
            if (!same) {
                differences.add(new Violation(
                        Kind.REBUILD,
                        "paper " + id,
                        one == null || other == null ? one + " was rebuilt as " + other : one.difference(other)));
            }
        }
        // Each score is what it was, within the stated bounds; so the order need only be that of the scores.
        if (!sortedIds(before.listed()).equals(sortedIds(rebuilt.listed()))) {
            differences.add(
                    new Violation(Kind.REBUILD, "list", before.listed() + " was rebuilt as " + rebuilt.listed()));
        }
        differences.addAll(RankCheck.lists(rebuilt));
        if (!sorted(before.graph()).equals(sorted(rebuilt.graph()))) {
            differences.add(
                    new Violation(Kind.REBUILD, "graph", before.graph() + " was rebuilt as " + rebuilt.graph()));
        }
        if (before.statsPapers() != rebuilt.statsPapers() || before.statsCitations() != rebuilt.statsCitations()) {
            differences.add(new Violation(
                    Kind.REBUILD,
                    "stats",
                    before.statsPapers() + " papers and " + before.statsCitations() + " citations were rebuilt as "
                            + rebuilt.statsPapers() + " and " + rebuilt.statsCitations()));
        }
        return differences;
    }

    private static List<Integer> sortedIds(List<Integer> ids) {
        return ids.stream().sorted().toList();
    }

    private static double score(ShownPaper paper) {
        Double pagerank = paper.pagerank();
        return pagerank == null ? -1 : pagerank;
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private void wrong(Kind kind, String about, String what) {
        violations.add(new Violation(kind, about, what));
    }

    /** Each expected paper is there once, and nothing else is. */
    private void papers() {
        Map<String, Set<Integer>> idsOfKey = new HashMap<>();
        shown.papers()
                .forEach((id, paper) -> paper.keys()
                        .forEach(key -> idsOfKey.computeIfAbsent(key, _ -> new TreeSet<>())
                                .add(id)));
        Map<Integer, String> nameOf = new TreeMap<>();
        expected.papers().forEach((name, paper) -> {
            Set<Integer> ids = new TreeSet<>();
            for (String record : paper.records()) {
                Set<Integer> ofRecord = idsOfKey.getOrDefault(record, Set.of());
                if (ofRecord.isEmpty()) {
                    wrong(Kind.LOST, record, "was acknowledged and is in no paper that is shown");
                }
                ids.addAll(ofRecord);
            }
            if (ids.size() > 1) {
                wrong(Kind.DOUBLED, name, "is shown as papers " + ids);
            }
            ids.forEach(id -> {
                String other = nameOf.putIfAbsent(id, name);
                if (other != null) {
                    wrong(Kind.JOINED, name, "is shown as one paper with " + other + ": " + id);
                }
            });
            ids.stream().findFirst().ifPresent(id -> idOf.put(name, id));
        });
        shown.papers().forEach((id, paper) -> {
            if (!nameOf.containsKey(id)) {
                wrong(Kind.UNEXPECTED, "paper " + id, "with the keys " + paper.keys() + " should not be there");
            }
        });
    }

    private void contents() {
        idOf.forEach((name, id) -> {
            ExpectedPaper wanted = expected.papers().get(name);
            ShownPaper paper = shown.papers().get(id);
            if (wanted == null || paper == null) {
                return;
            }
            same(name, "title", wanted.title(), paper.title());
            same(name, "authors", wanted.authors(), Set.copyOf(paper.authors()));
            same(name, "year", wanted.year(), paper.year());
            same(name, "venue", Client.VENUE, paper.venue());
            same(name, "DOI", wanted.doi(), paper.doi());
            if (!paper.found().equals(List.of(id))) {
                wrong(
                        Kind.SEARCH,
                        name,
                        "(paper " + id + ") is asked for by its word, and " + paper.found() + " are found");
            }
            same(name, "abstract", wanted.abstractText(), paper.abstractText());
            String text = wanted.abstractText();
            if (text == null ? paper.summary() != null : !StubModel.isSummaryOf(text, paper.summary())) {
                wrong(
                        Kind.SUMMARY,
                        name,
                        "of “" + text + "” has the summary “" + paper.summary() + "” (" + paper.summaryStatus() + ")");
            }
        });
    }

    private void same(
            String name,
            String field,
            @org.jspecify.annotations.Nullable Object wanted,
            @org.jspecify.annotations.Nullable Object found) {
        if (!Objects.equals(wanted, found)) {
            wrong(
                    Kind.STALE,
                    name,
                    "has the " + field + " “" + found + "”, and “" + wanted + "” was acknowledged last");
        }
    }

    /** Each paper cites whom its records cite, and both ends say so. */
    private void citations() {
        idOf.forEach((name, id) -> {
            ExpectedPaper wanted = expected.papers().get(name);
            ShownPaper paper = shown.papers().get(id);
            if (wanted == null || paper == null) {
                return;
            }
            SortedSet<String> edges = wanted.cited().stream()
                    .map(each ->
                            idOf.get(each) + (isSelf(wanted, expected.papers().get(each)) ? " self" : ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            SortedSet<String> found = paper.cited().stream()
                    .map(each -> each.paper() + (each.self() ? " self" : ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!edges.equals(found)) {
                wrong(Kind.CITATIONS, name, "(paper " + id + ") cites " + found + " and ought to cite " + edges);
            }
        });
    }

    private static boolean isSelf(ExpectedPaper one, @org.jspecify.annotations.Nullable ExpectedPaper other) {
        return other != null && one.sharesAuthorWith(other);
    }

    /** Citing and cited agree, and so does the export. */
    private void lists() {
        Set<String> outgoing = new TreeSet<>();
        Set<String> incoming = new TreeSet<>();
        shown.papers().forEach((id, paper) -> {
            once(id, "cites", paper.cited());
            once(id, "is cited by", paper.citing());
            paper.cited().forEach(each -> outgoing.add(id + "\t" + each.paper() + (each.self() ? " self" : "")));
            paper.citing().forEach(each -> incoming.add(each.paper() + "\t" + id + (each.self() ? " self" : "")));
        });
        difference(outgoing, incoming, "is in the list of whom it cites only");
        difference(incoming, outgoing, "is in the list of who cites it only");
        Set<String> plain =
                outgoing.stream().map(each -> each.replace(" self", "")).collect(Collectors.toCollection(TreeSet::new));
        Set<String> exported = new TreeSet<>(shown.graph());
        if (exported.size() != shown.graph().size()) {
            wrong(Kind.CITATIONS, "graph", "has a citation twice");
        }
        difference(plain, exported, "is missing in the exported graph");
        difference(exported, plain, "is in the exported graph only");
    }

    private void once(int id, String does, List<ShownPaper.Edge> edges) {
        Set<Integer> seen = new HashSet<>();
        edges.forEach(each -> {
            if (!seen.add(each.paper())) {
                wrong(Kind.CITATIONS, "paper " + id, does + " " + each.paper() + " twice");
            }
        });
    }

    private void difference(Set<String> all, Set<String> others, String what) {
        all.stream().filter(each -> !others.contains(each)).forEach(each -> wrong(Kind.CITATIONS, each, what));
    }

    private void counts() {
        shown.papers().forEach((id, paper) -> {
            String about = "paper " + id;
            count(about, "citations", paper.citations(), paper.citing().size());
            count(
                    about,
                    "citations by year",
                    paper.citationsByYear(),
                    paper.citing().size());
            count(about, "citations that are no self-citations", paper.nonSelfCitations(), (int)
                    paper.citing().stream().filter(each -> !each.self()).count());
            count(about, "references", paper.references(), paper.cited().size());
        });
        count("list", "papers", shown.total(), shown.listed().size());
        count("list", "different papers", shown.listed().size(), new HashSet<>(shown.listed()).size());
        count(
                "list",
                "papers that are shown",
                shown.listed().size(),
                shown.papers().size());
        count("stats", "papers", shown.statsPapers(), shown.listed().size());
        count("stats", "viewable", shown.statsViewable(), shown.listed().size());
        count("stats", "ranked", shown.statsRanked(), shown.listed().size());
        count("stats", "citations", shown.statsCitations(), shown.graph().size());
    }

    private void count(String about, String what, long said, long counted) {
        if (said != counted) {
            wrong(Kind.COUNT, about, "says " + said + " " + what + ", and there are " + counted);
        }
    }
}
