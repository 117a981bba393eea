package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.citestream.events.SubmittedDecision.Verdict;

/**
 * Tells which source records are of the same paper. The answer is a function of what the records say now, and of nothing else: not
 * of their order of arrival, and not of what was decided before.
 *
 * <p>What operators have decided comes first: records that are of different papers are never joined, records of the same are. Then
 * records with the same DOI are of one paper. Then titles propose: two groups that have a title and its first author in common
 * may be one paper if nothing speaks against it, which is years more than one apart, two venues, two DOIs, or two records of
 * one source. Groups of the same year come first, then those one year apart. Where a group could go with either of two that cannot
 * go together, nobody can tell which is meant, and all of them stay apart.
 */
final class Matching {

    private static final int[] YEARS_APART = {0, 1};

    private Matching() {}

    /**
     * Groups records by their papers.
     *
     * @param records all that meet under a DOI or a title, none of them withdrawn
     * @param verdicts what was decided of a record and others, both ways; those without decisions may be left out
     * @return the keys of the records of each paper, in the order of the first key of each
     */
    static List<Set<String>> papers(Map<String, Description> records, Map<String, Map<String, Verdict>> verdicts) {
        Map<String, Group> groupOf = new TreeMap<>();
        records.forEach((key, said) -> groupOf.put(key, new Group(key, said, verdicts)));
        new TreeMap<>(verdicts)
                .forEach((key, byOther) -> new TreeMap<>(byOther).forEach((other, verdict) -> {
                    if (verdict == Verdict.SAME) {
                        join(key, other, groupOf);
                    }
                }));
        Map<String, List<String>> byDoi = new TreeMap<>();
        groupOf.keySet().forEach(key -> {
            Description said = records.get(key);
            if (said != null && said.doi() != null) {
                byDoi.computeIfAbsent(said.doi(), _ -> new ArrayList<>()).add(key);
            }
        });
        // Where two of them were parted, the others stay with the first that they may.
        byDoi.values()
                .forEach(keys -> keys.forEach(key -> keys.stream()
                        .filter(other -> other.compareTo(key) < 0)
                        .forEach(other -> join(other, key, groupOf))));
        List<Group> groups = List.copyOf(new LinkedHashSet<>(groupOf.values()));
        for (int apart : YEARS_APART) {
            groups = joined(groups, apart);
        }
        return groups.stream()
                .map(group -> group.records)
                .sorted(Comparator.comparing(TreeSet::first))
                .<Set<String>>map(each -> each)
                .toList();
    }

    private static void join(String one, String other, Map<String, Group> groupOf) {
        Group group = groupOf.get(one);
        Group added = groupOf.get(other);
        if (group == null || added == null || group == added || group.isPartedFrom(added)) {
            return;
        }
        Group all = Group.of(List.of(group, added));
        all.records.forEach(key -> groupOf.put(key, all));
    }

    /** Joins the groups that go together and leave no doubt. */
    private static List<Group> joined(List<Group> groups, int yearsApart) {
        Map<String, List<Group>> byWork = new HashMap<>();
        for (Group group : groups) {
            group.yearsByWork
                    .keySet()
                    .forEach(work ->
                            byWork.computeIfAbsent(work, _ -> new ArrayList<>()).add(group));
        }
        List<Group> result = new ArrayList<>();
        Set<Group> seen = new HashSet<>();
        for (Group start : groups) {
            if (!seen.add(start)) {
                continue;
            }
            List<Group> together = new ArrayList<>(List.of(start));
            for (int next = 0; next < together.size(); next++) {
                Group group = together.get(next);
                for (String work : group.yearsByWork.keySet()) {
                    for (Group other : byWork.getOrDefault(work, List.of())) {
                        if (!seen.contains(other) && group.isProposed(other, work, yearsApart)) {
                            seen.add(other);
                            together.add(other);
                        }
                    }
                }
            }
            if (together.size() > 1 && allGoTogether(together)) {
                result.add(Group.of(together));
            } else {
                result.addAll(together);
            }
        }
        return result;
    }

    private static boolean allGoTogether(List<Group> groups) {
        for (int i = 0; i < groups.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!groups.get(i).goesWith(groups.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Records that are of one paper. */
    private static final class Group {

        private final TreeSet<String> records = new TreeSet<>();
        private final Set<String> sources = new HashSet<>();
        private final Set<String> dois = new HashSet<>();
        private final Set<String> venues = new HashSet<>();
        private final Map<String, TreeSet<Integer>> yearsByWork = new HashMap<>();

        private final Map<String, Map<String, Verdict>> verdicts;

        private Group(Map<String, Map<String, Verdict>> verdicts) {
            this.verdicts = verdicts;
        }

        Group(String key, Description said, Map<String, Map<String, Verdict>> verdicts) {
            this(verdicts);
            records.add(key);
            sources.add(said.source());
            if (said.doi() != null) {
                dois.add(said.doi());
            }
            if (said.venue() != null) {
                venues.add(said.venue());
            }
            String work = said.work();
            if (work != null) {
                yearsByWork.put(work, new TreeSet<>(Set.of(said.year())));
            }
        }

        static Group of(List<Group> together) {
            Group all = new Group(together.getFirst().verdicts);
            for (Group each : together) {
                all.records.addAll(each.records);
                all.sources.addAll(each.sources);
                all.dois.addAll(each.dois);
                all.venues.addAll(each.venues);
                each.yearsByWork.forEach((work, years) -> all.yearsByWork
                        .computeIfAbsent(work, _ -> new TreeSet<>())
                        .addAll(years));
            }
            return all;
        }

        boolean isProposed(Group other, String work, int yearsApart) {
            return goesWith(other)
                    && yearsOf(work).stream()
                            .anyMatch(year -> other.yearsOf(work).stream()
                                    .anyMatch(otherYear -> Math.abs(year - otherYear) <= yearsApart));
        }

        /** Whether nothing speaks against their being of one paper. */
        boolean goesWith(Group other) {
            return agree(dois, other.dois)
                    && agree(venues, other.venues)
                    && sources.stream().noneMatch(other.sources::contains)
                    && !isPartedFrom(other)
                    && yearsByWork.keySet().stream().allMatch(work -> areNear(yearsOf(work), other.yearsOf(work)));
        }

        boolean isPartedFrom(Group other) {
            return !verdicts.isEmpty()
                    && records.stream()
                            .map(key -> verdicts.getOrDefault(key, Map.of()))
                            .anyMatch(byOther -> byOther.entrySet().stream()
                                    .anyMatch(each -> each.getValue() == Verdict.DIFFERENT
                                            && other.records.contains(each.getKey())));
        }

        private TreeSet<Integer> yearsOf(String work) {
            return yearsByWork.getOrDefault(work, new TreeSet<>());
        }

        private static boolean areNear(TreeSet<Integer> years, TreeSet<Integer> others) {
            return years.isEmpty()
                    || others.isEmpty()
                    || (years.last() - others.first() <= 1 && others.last() - years.first() <= 1);
        }

        private static boolean agree(Set<String> ones, Set<String> others) {
            return ones.isEmpty() || others.isEmpty() || ones.equals(others);
        }
    }
}
