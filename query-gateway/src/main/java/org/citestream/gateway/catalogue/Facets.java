package org.citestream.gateway.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.citestream.gateway.index.NamedAuthor;
import org.citestream.gateway.index.PaperFacts;

/**
 * How the papers of a list divide; each division adds up to the papers that have the property.
 *
 * @param venue by venue, the most papers first
 * @param year by year, the newest first
 * @param hasSummary with and without a summary
 * @param author those who wrote most of them, the most papers first, twenty at most
 */
public record Facets(List<Count> venue, List<Count> year, List<Count> hasSummary, List<AuthorCount> author) {

    static Facets of(List<PaperFacts> papers, List<NamedAuthor> authors) {
        return new Facets(
                counts(papers, PaperFacts::venue, Comparator.comparingInt(each -> -each.count())),
                counts(
                        papers,
                        each -> Integer.toString(each.year()),
                        Comparator.comparing(each -> -Integer.parseInt(each.value()))),
                counts(papers, each -> Boolean.toString(each.summarized()), Comparator.comparing(Count::value)),
                authors.stream()
                        .map(each -> new AuthorCount(each.id(), each.name(), each.papers()))
                        .toList());
    }

    private static List<Count> counts(
            List<PaperFacts> papers, Function<PaperFacts, String> property, Comparator<Count> order) {
        Map<String, Integer> counts = papers.stream()
                .map(property)
                .filter(each -> each != null)
                .collect(Collectors.toMap(each -> each, _ -> 1, Integer::sum, TreeMap::new));
        return counts.entrySet().stream()
                .map(each -> new Count(each.getKey(), each.getValue()))
                .sorted(order)
                .toList();
    }

    /**
     * The papers of one value.
     *
     * @param value as a filter takes it
     * @param count how many
     */
    public record Count(String value, int count) {}

    /**
     * The papers of one author.
     *
     * @param value the author's id, as a filter takes it
     * @param name how the author is written
     * @param count how many
     */
    public record AuthorCount(String value, String name, int count) {}
}
