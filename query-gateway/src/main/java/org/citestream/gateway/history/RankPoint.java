package org.citestream.gateway.history;

import java.time.Instant;

/**
 * How a paper stood at a moment.
 *
 * @param epoch number of the epoch
 * @param time when that epoch was published
 * @param rank 1 is the best
 * @param pagerank a share of 1
 * @param citations how many papers cited it
 */
public record RankPoint(long epoch, Instant time, int rank, double pagerank, int citations) {}
