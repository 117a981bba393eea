package org.citestream.gateway.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.citestream.gateway.index.Division;

/**
 * How the papers of a list divide; each division adds up to the papers that have the property.
 *
 * @param venue by venue, the most papers first
 * @param year by year, the newest first
 * @param hasSummary with and without a summary
 * @param author those who wrote most of them, the most papers first, twenty at most
 */
public record Facets(List<Count> venue, List<Count> year, List<Count> hasSummary, List<AuthorCount> author) {

    static Facets of(Division division) {
        return new Facets(
                division.byVenue().reference2IntEntrySet().stream()
                        .map(each -> new Count(each.getKey(), each.getIntValue()))
                        .sorted(Comparator.<Count>comparingInt(each -> -each.count())
                                .thenComparing(Count::value))
                        .toList(),
                division.byYear().int2IntEntrySet().stream()
                        .sorted(Comparator.comparingInt(each -> -each.getIntKey()))
                        .map(each -> new Count(Integer.toString(each.getIntKey()), each.getIntValue()))
                        .toList(),
                Stream.of(
                                new Count("false", division.papers() - division.summarized()),
                                new Count("true", division.summarized()))
                        .filter(each -> each.count() > 0)
                        .toList(),
                division.authors().stream()
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
