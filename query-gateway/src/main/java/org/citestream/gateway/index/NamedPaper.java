package org.citestream.gateway.index;

import org.jspecify.annotations.Nullable;

/**
 * What a list calls a paper, live or not.
 *
 * @param title its title
 * @param venue or null where no source says
 * @param year the year of the venue
 */
public record NamedPaper(String title, @Nullable String venue, int year) {}
