package org.citestream.gateway.projection;

import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a paper's document.
 *
 * @param title its title
 * @param venue or null where no source says
 * @param year the year of the venue
 * @param abstractText or null; null also where its source does not let it be shown, and where it was not asked for
 */
public record ListedPaper(
        String title,
        @Nullable String venue,
        int year,
        @Nullable String abstractText) {}
