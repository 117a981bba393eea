package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells which source records are of the same paper. The answer is a function of what the records say now, and of nothing else: not
 * of their order of arrival, and not of what was decided before.
 *
 * <p>Records with the same DOI are of one paper. Then titles propose: two groups that have a title and its first author in common
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
     * @return the keys of the records of each paper, in the order of the first key of each
     */
    static List<Set<String>> papers(Map<String, Description> records) {
        List<Group> groups = new ArrayList<>();
        for (List<String> keys : byDoi(records)) {
            groups.add(new Group(keys, records));
        }
        for (int apart : YEARS_APART) {
            groups = joined(groups, apart);
        }
        return groups.stream()
                .map(group -> group.records)
                .sorted(Comparator.comparing(TreeSet::first))
                .<Set<String>>map(each -> each)
                .toList();
    }

    private static Collection<List<String>> byDoi(Map<String, Description> records) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        new TreeMap<>(records)
                .forEach((key, said) -> groups.computeIfAbsent(
                                said.doi() == null ? key : "doi:" + said.doi(), _ -> new ArrayList<>())
                        .add(key));
        return groups.values();
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

        private Group() {}

        Group(Collection<String> keys, Map<String, Description> all) {
            for (String key : keys) {
                Description said = all.get(key);
                if (said == null) {
                    continue;
                }
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
                    yearsByWork.computeIfAbsent(work, _ -> new TreeSet<>()).add(said.year());
                }
            }
        }

        static Group of(List<Group> together) {
            Group all = new Group();
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
                    && yearsByWork.keySet().stream().allMatch(work -> areNear(yearsOf(work), other.yearsOf(work)));
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
