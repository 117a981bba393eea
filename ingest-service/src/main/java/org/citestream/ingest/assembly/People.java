package org.citestream.ingest.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.feed.PersonName;
import org.citestream.ingest.identity.Names;
import org.jspecify.annotations.Nullable;

/**
 * Who the authors of a paper are. A person's id is the ORCID iD that a source states; where none does for this paper, the one that is
 * stated for the same name elsewhere, if it is the only one; else the name itself, with the number by which DBLP tells people of one name
 * apart. So it depends on what all papers say, and not on their order. The id that the name gives stays with the author as an alias, so
 * that an id once given goes on leading to the person.
 */
final class People {

    private static final String BEARS = "author ";
    private static final String ORCID = "orcid:";

    private People() {}

    /**
     * The authors of a paper: those that the first description names that names any, with the iDs that others state for the same
     * people.
     *
     * @param descriptions in their order of precedence
     */
    static List<SubmittedAuthor> authors(List<SubmittedPaper> descriptions) {
        List<SubmittedAuthor> authors = List.of();
        for (SubmittedPaper each : descriptions) {
            if (authors.isEmpty()) {
                authors = each.authors();
            } else if (each.authors().stream().anyMatch(author -> author.orcid() != null)) {
                authors = withOrcids(authors, each.authors());
            }
        }
        return authors;
    }

    /** An iD goes to the only author without one whose name is compatible, if that is the only author whom it could come from. */
    private static List<SubmittedAuthor> withOrcids(List<SubmittedAuthor> authors, List<SubmittedAuthor> others) {
        List<SubmittedAuthor> result = new ArrayList<>(authors);
        Set<@Nullable String> known = new LinkedHashSet<>();
        authors.forEach(author -> known.add(author.orcid()));
        for (SubmittedAuthor other : others) {
            if (other.orcid() == null || known.contains(other.orcid())) {
                continue;
            }
            List<Integer> possible = new ArrayList<>();
            for (int i = 0; i < authors.size(); i++) {
                if (Names.areCompatible(authors.get(i).name(), other.name())) {
                    possible.add(i);
                }
            }
            if (possible.size() == 1) {
                SubmittedAuthor author = authors.get(possible.getFirst());
                long rivals = others.stream()
                        .filter(each -> Names.areCompatible(author.name(), each.name()))
                        .count();
                if (author.orcid() == null && rivals == 1) {
                    result.set(possible.getFirst(), new SubmittedAuthor(author.name(), other.orcid()));
                }
            }
        }
        return List.copyOf(result);
    }

    /** A name as it tells people apart. */
    static String nameOf(SubmittedAuthor author) {
        String folded = Names.fold(PersonName.inOrder(author.name()));
        return folded.isEmpty() ? author.name().strip() : folded;
    }

    /** The iDs that a paper states for names. */
    static Map<String, Set<String>> stated(List<SubmittedAuthor> authors) {
        Map<String, Set<String>> stated = new LinkedHashMap<>();
        for (SubmittedAuthor author : authors) {
            if (author.orcid() != null) {
                stated.computeIfAbsent(nameOf(author), _ -> new TreeSet<>()).add(author.orcid());
            }
        }
        return stated;
    }

    /** The iDs that a paper states for names, as it was published; none where it is not live, since those may have been taken back. */
    static Map<String, Set<String>> stated(@Nullable PaperEvent paper) {
        Map<String, Set<String>> stated = new LinkedHashMap<>();
        if (paper != null && paper.status() == PaperStatus.LIVE) {
            for (Author author : paper.authors()) {
                if (author.orcid() != null) {
                    String name = author.alias() == null ? author.id() : author.alias();
                    stated.computeIfAbsent(name, _ -> new TreeSet<>()).add(author.orcid());
                }
            }
        }
        return stated;
    }

    /** The names for which a paper states no iD. */
    static Set<String> bare(List<SubmittedAuthor> authors) {
        Set<String> bare = new LinkedHashSet<>();
        authors.stream().filter(author -> author.orcid() == null).forEach(author -> bare.add(nameOf(author)));
        return bare;
    }

    /** The name under which papers are noted that bear the name of an author. */
    static String bearing(String name) {
        return BEARS + name;
    }

    /**
     * The authors with their ids.
     *
     * @param orcids the iDs that any papers state for a name
     */
    static List<Author> identified(List<SubmittedAuthor> authors, Map<String, Set<String>> orcids) {
        List<Author> identified = new ArrayList<>(authors.size());
        for (SubmittedAuthor author : authors) {
            String name = nameOf(author);
            Set<String> ofName = orcids.getOrDefault(name, Set.of());
            String id = author.orcid() != null
                    ? ORCID + author.orcid()
                    : ofName.size() == 1 ? ORCID + ofName.iterator().next() : name;
            String alias = id.equals(name) ? null : name;
            identified.add(new Author(id, Names.withoutHomonymNumber(author.name()), author.orcid(), alias));
        }
        return identified;
    }

    /** What a paper states now and did not before, or the other way round, by name. */
    static Map<String, Set<String>> changes(Map<String, Set<String>> before, Map<String, Set<String>> now) {
        Map<String, Set<String>> changes = new HashMap<>();
        now.forEach((name, orcids) -> {
            if (!orcids.equals(before.get(name))) {
                changes.put(name, orcids);
            }
        });
        before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(name -> changes.put(name, Set.of()));
        return changes;
    }
}
