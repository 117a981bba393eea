package org.citestream.summary.renewal;

import java.time.Instant;

/**
 * That summaries written before a moment are to be made again.
 *
 * @param number orders are numbered from 1 on
 * @param scope which
 * @param at the moment
 * @param by the operator
 */
public record Order(long number, Scope scope, Instant at, String by) {}
