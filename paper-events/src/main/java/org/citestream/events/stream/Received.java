package org.citestream.events.stream;

import org.citestream.events.Event;

/**
 * A record as it was read.
 *
 * @param partition where it was read
 * @param offset where it was read
 * @param event what it says
 * @param <E> the records of the topic
 */
public record Received<E extends Event>(int partition, long offset, E event) {}
