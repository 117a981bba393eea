package org.citestream.gateway.catalogue;

import java.time.Instant;
import org.citestream.gateway.index.Ranks;

/**
 * The answer to a question at one moment. It does not change afterwards.
 *
 * @param query the question
 * @param ids the papers in order; not to be written to
 * @param ranks the ranks at that moment
 * @param madeAt the moment
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Listing(PaperQuery query, int[] ids, Ranks ranks, Instant madeAt) {}
