/**
 * Feeds that nobody has to watch: each is asked for what is new on its own schedule, from a checkpoint that is stored only after Kafka
 * has acknowledged everything up to it. What a source answers is taken whole or not at all, page by page.
 */
@NullMarked
package org.citestream.ingest.polling;

import org.jspecify.annotations.NullMarked;
