package org.citestream.gateway.index;

import org.jspecify.annotations.Nullable;

/**
 * What lists tell papers apart by.
 *
 * @param id its id
 * @param year the year of its venue
 * @param citations how many live papers cite it
 * @param venue or null where no source says
 * @param summarized whether there is the text of a summary
 */
public record PaperFacts(
        int id, int year, int citations, @Nullable String venue, boolean summarized) {}
