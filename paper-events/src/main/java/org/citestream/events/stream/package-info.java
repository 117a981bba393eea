/**
 * How a service reads and writes the topics: in batches, from positions that live with its data, with what cannot be handled
 * going to a dead-letter topic while the rest flows on. This is the only place that knows both Kafka and where positions
 * are kept.
 */
@NullMarked
package org.citestream.events.stream;

import org.jspecify.annotations.NullMarked;
