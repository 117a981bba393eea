package org.citestream.gateway.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.citestream.gateway.projection.ListedPaper.AbstractOrigin;
import org.jspecify.annotations.Nullable;

/**
 * A page of papers that were asked for.
 *
 * @param total how many the whole list has
 * @param page number of this page from 1 on, or null where a cursor leads
 * @param size how many a page has at most
 * @param items the papers of this page
 * @param next the cursor of the next page, or null where there is none
 * @param facets how the whole list divides, where asked for
 * @param freshness the state that the list shows
 */
public record FoundPapers(
        int total,
        @Nullable Integer page,
        int size,
        List<Item> items,
        @Nullable String next,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Facets facets,
        ListFreshness freshness) {

    /**
     * A paper of the list.
     *
     * @param id its id
     * @param rank 1 is the best, or null while it is not ranked
     * @param title its title, or null in the moment before its document is there
     * @param year the year of its venue
     * @param venue or null where no source says
     * @param pagerank a share of 1, or null while it is not ranked
     * @param citations how many papers cite it
     * @param highlight by field the passages where the words are found, escaped for HTML, the words between {@code <em>} and
     *     {@code </em>}; where words were searched for
     * @param passageOrigin where the abstract is from of which a passage is shown, for pages; null where none is
     */
    public record Item(
            int id,
            @Nullable Integer rank,
            @Nullable String title,
            int year,
            @Nullable String venue,
            @Nullable Double pagerank,
            int citations,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Map<String, String> highlight,

            @JsonIgnore @Schema(hidden = true) @Nullable AbstractOrigin passageOrigin) {}

    /**
     * The state that a list shows.
     *
     * @param listedAt when the list was made; a cursor keeps to it
     * @param epoch number of the epoch of its ranks, or null before the first
     * @param rankedAt when that epoch was published, or null before the first
     */
    public record ListFreshness(
            Instant listedAt,
            @Nullable Long epoch,
            @Nullable Instant rankedAt) {}
}
