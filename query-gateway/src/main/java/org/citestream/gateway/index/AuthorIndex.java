package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.citestream.events.Author;
import org.jspecify.annotations.Nullable;

/** The papers of each author. Guarded by the lock of {@link CitationIndex}. */
final class AuthorIndex {

    private static final int UNKNOWN = -1;

    private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<IntArrayList> papers = new ArrayList<>();
    private final Map<String, Set<String>> idsByAlias = new HashMap<>();

    AuthorIndex() {
        numbers.defaultReturnValue(UNKNOWN);
    }

    /** Gives a paper new authors and returns their numbers, ascending. */
    int[] replace(int paper, int[] before, List<Author> authors) {
        int[] after =
                authors.stream().mapToInt(this::number).sorted().distinct().toArray();
        for (Author each : authors) {
            if (each.alias() != null) {
                idsByAlias.computeIfAbsent(each.alias(), _ -> new TreeSet<>()).add(ids.get(numbers.getInt(each.id())));
            }
        }
        if (Arrays.equals(before, after)) {
            return before;
        }
        for (int author : before) {
            papers.get(author).rem(paper);
        }
        for (int author : after) {
            papers.get(author).add(paper);
        }
        return after;
    }

    int[] papersOf(String authorId) {
        int number = numbers.getInt(authorId);
        return number == UNKNOWN ? IntArrays.EMPTY_ARRAY : papers.get(number).toIntArray();
    }

    /** The ids of those who have papers and are, or were, known by an alias too; ascending. */
    List<String> knownAs(String alias) {
        return idsByAlias.getOrDefault(alias, Set.of()).stream()
                .filter(id -> papersOf(id).length > 0)
                .toList();
    }

    /** The id of an author by their number. */
    String id(int number) {
        return ids.get(number);
    }

    /** An author by their number. */
    NamedAuthor author(int number) {
        return new NamedAuthor(
                ids.get(number), names.get(number), papers.get(number).size());
    }

    /** An author by their id, or null. */
    @Nullable
    NamedAuthor author(String authorId) {
        int number = numbers.getInt(authorId);
        return number == UNKNOWN ? null : author(number);
    }

    /** How many authors have been told of; the numbers are below. */
    int size() {
        return ids.size();
    }

    IntArrayList papersOf(int number) {
        return papers.get(number);
    }

    private int number(Author author) {
        int known = numbers.getInt(author.id());
        if (known != UNKNOWN) {
            return known;
        }
        numbers.put(author.id(), papers.size());
        ids.add(author.id());
        names.add(author.name());
        papers.add(new IntArrayList(1));
        return papers.size() - 1;
    }
}
