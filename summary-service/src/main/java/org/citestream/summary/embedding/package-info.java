/** Computes the embedding of each paper in process, in batches and on few threads. */
@NullMarked
package org.citestream.summary.embedding;

import org.jspecify.annotations.NullMarked;
