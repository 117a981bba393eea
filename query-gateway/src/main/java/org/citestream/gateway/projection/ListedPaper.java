package org.citestream.gateway.projection;

import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a paper's document.
 *
 * @param title its title
 * @param venue or null where no source says
 */
public record ListedPaper(String title, @Nullable String venue) {}
