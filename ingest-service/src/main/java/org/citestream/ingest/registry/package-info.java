/**
 * What the ingest service remembers, in MongoDB: who holds which key, the state of each paper, who mentions what. Every write is
 * acknowledged by a majority and journaled; every read is by {@code _id}.
 */
@NullMarked
package org.citestream.ingest.registry;

import org.jspecify.annotations.NullMarked;
