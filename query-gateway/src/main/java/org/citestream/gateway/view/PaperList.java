package org.citestream.gateway.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of papers.
 *
 * @param total how many the whole list has
 * @param page number of this page, from 1 on
 * @param size how many a page has at most
 * @param items the papers of this page; none beyond the end
 */
public record PaperList(int total, int page, int size, List<Item> items) {

    /** How many pages the list has; an empty list has one. */
    @JsonIgnore
    public int pages() {
        return Math.max(1, (total + size - 1) / size);
    }

    /**
     * A paper of the list.
     *
     * @param id its id
     * @param rank 1 is the best, or null while it is not ranked
     * @param title its title, or null in the moment before its document is there
     * @param year the year of its venue
     * @param venue or null where no source says
     * @param pagerank a share of 1, or null while it is not ranked
     * @param self whether the citation that the list is about is a self-citation, or null where the list is not about any
     */
    @Schema(name = "PaperListItem")
    public record Item(
            int id,
            @Nullable Integer rank,
            @Nullable String title,
            int year,
            @Nullable String venue,
            @Nullable Double pagerank,
            @Nullable Boolean self) {}
}
