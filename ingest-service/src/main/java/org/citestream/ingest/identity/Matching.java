package org.citestream.ingest.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * records with the same DOI are of one paper. Then keys propose: a record that says to be of the same work as another goes with it if
 * nothing speaks against it, which is two venues, two DOIs, or two records or keys of one source. Then titles propose: two groups that
 * have a title and its first author in common, a subtitle that one leaves out or cuts short aside, may be one paper if none of these speaks against it, nor
 * years more than one apart, nor subtitles that differ. Groups of the same year come first, then those one year apart. Where a group could
 * go with either of two that cannot go together, nobody can tell which is meant, and all of them stay apart.
 *
 * <p>All this joins the records of the collection first. Then outside records with the DOI of one of these papers go to it; the others are
 * joined among themselves, and each group of them goes to the one paper that it can be of. What outside records say of venue, year and title
 * is not said of the paper that they go to. So they enrich papers, and never make, join or part any.
 */
final class Matching {

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
                        .filter(other -> other.compareTo(key) < 0 && areAlike(other, key, groupOf))
                        .forEach(other -> join(other, key, groupOf))));
        List<Group> groups = List.copyOf(new LinkedHashSet<>(groupOf.values()));
        // First what makes papers, so that no outside record speaks for or against what two of them come to.
        List<Group> members = new ArrayList<>();
        List<Group> outside = new ArrayList<>();
        groups.forEach(group -> (group.member ? members : outside).add(group));
        List<Group> papers = joinedByAll(members);
        List<Group> rest = withDoiOf(papers, outside);
        return attached(papers, joinedByAll(rest)).stream()
                .map(group -> group.records)
                .sorted(Comparator.comparing(TreeSet::first))
                .<Set<String>>map(each -> each)
                .toList();
    }

    private static boolean areAlike(String one, String other, Map<String, Group> groupOf) {
        Group group = groupOf.get(one);
        Group another = groupOf.get(other);
        return group != null && another != null && group.member == another.member;
    }

    /**
     * Adds each outside group to the first of the papers that has a DOI of it and that it may go to.
     *
     * @param papers the papers of the collection, which grow
     * @return the outside groups that have no DOI of a paper
     */
    private static List<Group> withDoiOf(List<Group> papers, List<Group> outside) {
        List<Group> rest = new ArrayList<>();
        for (Group group : outside) {
            int paper = 0;
            while (paper < papers.size() && !papers.get(paper).hasDoiOf(group)) {
                paper++;
            }
            if (paper < papers.size()) {
                papers.set(paper, Group.of(List.of(papers.get(paper), group)));
            } else {
                rest.add(group);
            }
        }
        return rest;
    }

    private static List<Group> joinedByAll(List<Group> groups) {
        List<Group> joined = groups;
        for (Evidence evidence : ALL) {
            joined = joined(joined, evidence);
        }
        return joined;
    }

    /** The papers of the collection, each with the outside groups that can go to no other and go together. */
    private static List<Group> attached(List<Group> members, List<Group> outside) {
        List<Group> papers = members;
        List<Group> rest = outside;
        for (Evidence evidence : ALL) {
            Map<Group, List<Group>> additions = new LinkedHashMap<>();
            papers.forEach(paper -> additions.put(paper, new ArrayList<>()));
            for (Group group : rest) {
                List<Group> to = papers.stream()
                        .filter(paper -> evidence.names(paper).stream()
                                .anyMatch(name ->
                                        evidence.names(group).contains(name) && evidence.proposes(paper, group, name)))
                        .toList();
                if (to.size() == 1) {
                    additions.getOrDefault(to.getFirst(), new ArrayList<>()).add(group);
                }
            }
            List<Group> grown = new ArrayList<>();
            Set<Group> placed = new HashSet<>();
            additions.forEach((paper, added) -> {
                List<Group> all = new ArrayList<>(List.of(paper));
                all.addAll(added);
                if (added.isEmpty() || !allGoTogether(all, evidence)) {
                    grown.add(paper);
                } else {
                    grown.add(Group.of(all));
                    placed.addAll(added);
                }
            });
            papers = grown;
            rest = rest.stream().filter(group -> !placed.contains(group)).toList();
        }
        List<Group> all = new ArrayList<>(papers);
        all.addAll(rest);
        return all;
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

    /** One kind of evidence. */
    private interface Evidence {

        /** What groups that may belong together have in common. */
        Set<String> names(Group group);

        /** Whether a name that two groups have in common proposes to join them. */
        boolean proposes(Group one, Group other, String name);

        /** Whether nothing speaks against it. */
        boolean allows(Group one, Group other);
    }

    private static final Evidence BY_KEY = new Evidence() {
        @Override
        public Set<String> names(Group group) {
            return group.keys;
        }

        @Override
        public boolean proposes(Group one, Group other, String name) {
            return allows(one, other);
        }

        @Override
        public boolean allows(Group one, Group other) {
            return one.isNotAgainst(other);
        }
    };

    private record ByTitle(int yearsApart) implements Evidence {
        @Override
        public Set<String> names(Group group) {
            return group.works.keySet();
        }

        @Override
        public boolean proposes(Group one, Group other, String name) {
            return allows(one, other) && one.isNear(other, name, yearsApart);
        }

        @Override
        public boolean allows(Group one, Group other) {
            return one.isNotAgainst(other) && one.titlesAgree(other);
        }
    }

    private static final List<Evidence> ALL = List.of(BY_KEY, new ByTitle(0), new ByTitle(1));

    /** Joins the groups that go together and leave no doubt. */
    private static List<Group> joined(List<Group> groups, Evidence evidence) {
        if (groups.size() < 2) {
            return groups;
        }
        Map<String, List<Group>> byName = new HashMap<>();
        for (Group group : groups) {
            evidence.names(group)
                    .forEach(name ->
                            byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(group));
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
                for (String name : evidence.names(group)) {
                    for (Group other : byName.getOrDefault(name, List.of())) {
                        if (!seen.contains(other) && evidence.proposes(group, other, name)) {
                            seen.add(other);
                            together.add(other);
                        }
                    }
                }
            }
            if (together.size() > 1 && allGoTogether(together, evidence)) {
                result.add(Group.of(together));
            } else {
                result.addAll(together);
            }
        }
        return result;
    }

    private static boolean allGoTogether(List<Group> groups, Evidence evidence) {
        for (int i = 0; i < groups.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (!evidence.allows(groups.get(i), groups.get(j))) {
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
        /** Its records, and those that they say to be of the same work as. */
        private final Set<String> keys = new TreeSet<>();
        /** How each of its works goes on, and of which year that is. */
        private final Map<String, Set<Ending>> works = new TreeMap<>();

        private final Map<String, Map<String, Verdict>> verdicts;
        /** Whether one of its records makes a paper of the collection. */
        private boolean member;

        private Group(Map<String, Map<String, Verdict>> verdicts) {
            this.verdicts = verdicts;
        }

        Group(String key, Description said, Map<String, Map<String, Verdict>> verdicts) {
            this(verdicts);
            member = said.member();
            records.add(key);
            sources.add(said.source());
            if (said.doi() != null) {
                dois.add(said.doi());
            }
            if (said.venue() != null) {
                venues.add(said.venue());
            }
            keys.add(key);
            keys.addAll(said.sameAs());
            said.works()
                    .forEach(work -> works.computeIfAbsent(work.name(), _ -> new HashSet<>())
                            .add(new Ending(work.tail(), said.year())));
        }

        static Group of(List<Group> together) {
            Group all = new Group(together.getFirst().verdicts);
            all.member = together.stream().anyMatch(each -> each.member);
            for (Group each : together) {
                all.records.addAll(each.records);
                all.sources.addAll(each.sources);
                all.dois.addAll(each.dois);
                all.keys.addAll(each.keys);
                if (each.member == all.member) {
                    all.venues.addAll(each.venues);
                    each.works.forEach((work, endings) -> all.works
                            .computeIfAbsent(work, _ -> new HashSet<>())
                            .addAll(endings));
                }
            }
            return all;
        }

        /** Whether they have a DOI in common, and nobody has decided that they are of different papers. */
        boolean hasDoiOf(Group other) {
            return dois.stream().anyMatch(other.dois::contains) && !isPartedFrom(other);
        }

        boolean isNear(Group other, String work, int yearsApart) {
            return endings(work).stream()
                    .anyMatch(ending -> other.endings(work).stream()
                            .anyMatch(each -> each.goesOnLike(ending) && each.yearsFrom(ending) <= yearsApart));
        }

        boolean isNotAgainst(Group other) {
            return agree(dois, other.dois)
                    && agree(venues, other.venues)
                    && sources.stream().noneMatch(other.sources::contains)
                    && keysAgree(other)
                    && !isPartedFrom(other);
        }

        /** Whether there is no source of which both have keys, and none in common. */
        private boolean keysAgree(Group other) {
            if (keys.size() == records.size() && other.keys.size() == other.records.size()) {
                return true; // nobody says more than who it is, and no source has two records here
            }
            for (String key : keys) {
                String source = key.substring(0, key.indexOf(':') + 1);
                boolean otherHasSome = false;
                boolean common = false;
                for (String each : other.keys) {
                    if (each.startsWith(source)) {
                        otherHasSome = true;
                        common |= keys.contains(each);
                    }
                }
                if (otherHasSome && !common) {
                    return false;
                }
            }
            return true;
        }

        /** Whether titles that begin alike go on alike, and in years that are near. */
        boolean titlesAgree(Group other) {
            return works.keySet().stream()
                    .allMatch(work -> endings(work).stream()
                            .allMatch(ending -> other.endings(work).stream()
                                    .allMatch(each -> each.goesOnLike(ending) && each.yearsFrom(ending) <= 1)));
        }

        private Set<Ending> endings(String work) {
            return works.getOrDefault(work, Set.of());
        }

        boolean isPartedFrom(Group other) {
            return !verdicts.isEmpty()
                    && records.stream()
                            .map(key -> verdicts.getOrDefault(key, Map.of()))
                            .anyMatch(byOther -> byOther.entrySet().stream()
                                    .anyMatch(each -> each.getValue() == Verdict.DIFFERENT
                                            && other.records.contains(each.getKey())));
        }

        private static boolean agree(Set<String> ones, Set<String> others) {
            return ones.isEmpty() || others.isEmpty() || ones.equals(others);
        }
    }

    /** A subtitle, and the year of the record that gives it. */
    private record Ending(String tail, int year) {

        boolean goesOnLike(Ending other) {
            return WorkTitle.goOnAlike(tail, other.tail);
        }

        int yearsFrom(Ending other) {
            return Math.abs(year - other.year);
        }
    }
}
