package org.citestream.gateway.projection;

import org.jspecify.annotations.Nullable;

/**
 * The document of a paper.
 *
 * @param paper its bibliographic state
 * @param summary its summary, or null while nothing is known of one
 */
public record StoredView(PaperSection paper, @Nullable SummarySection summary) {}
