package org.citestream.summary.work;

import org.citestream.events.SummaryEvent;

/**
 * The last summary record of a paper, durable before it is sent.
 *
 * @param event the record, as it was or will be sent
 * @param key what it answers, as of {@link WorkItem#key()}; of no meaning while pending
 * @param connection by which way the model was reached
 * @param paperVersion version of the paper that gave rise to it
 */
public record SummaryState(SummaryEvent event, String key, String connection, long paperVersion) {}
