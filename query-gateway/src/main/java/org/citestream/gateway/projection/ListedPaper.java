package org.citestream.gateway.projection;

import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a paper's document.
 *
 * @param title its title
 * @param venue or null where no source says
 * @param year the year of the venue
 * @param shownAbstract or null; null also where its source does not let it be shown, and where it was not asked for
 */
public record ListedPaper(
        String title,
        @Nullable String venue,
        int year,
        @Nullable ShownAbstract shownAbstract) {

    /**
     * An abstract that may be shown.
     *
     * @param text what it says
     * @param origin where it is from
     */
    public record ShownAbstract(String text, AbstractOrigin origin) {}

    /**
     * Where an abstract is from.
     *
     * @param source who gave it
     * @param licence under which, or null where the source does not say
     */
    public record AbstractOrigin(String source, @Nullable String licence) {}
}
