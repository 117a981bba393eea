package org.citestream.gateway.catalogue;

import it.unimi.dsi.fastutil.ints.Int2IntAVLTreeMap;
import it.unimi.dsi.fastutil.ints.IntComparators;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
        Map<String, Integer> byVenue = new TreeMap<>();
        Int2IntAVLTreeMap byYear = new Int2IntAVLTreeMap(IntComparators.OPPOSITE_COMPARATOR);
        int summarized = 0;
        for (PaperFacts each : papers) {
            if (each.venue() != null) {
                byVenue.merge(each.venue(), 1, Integer::sum);
            }
            byYear.addTo(each.year(), 1);
            summarized += each.summarized() ? 1 : 0;
        }
        return new Facets(
                byVenue.entrySet().stream()
                        .map(each -> new Count(each.getKey(), each.getValue()))
                        .sorted(Comparator.comparingInt(each -> -each.count()))
                        .toList(),
                byYear.int2IntEntrySet().stream()
                        .map(each -> new Count(Integer.toString(each.getIntKey()), each.getIntValue()))
                        .toList(),
                Stream.of(new Count("false", papers.size() - summarized), new Count("true", summarized))
                        .filter(each -> each.count() > 0)
                        .toList(),
                authors.stream()
                        .map(each -> new AuthorCount(each.id(), each.name(), each.papers()))
                        .toList());
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
