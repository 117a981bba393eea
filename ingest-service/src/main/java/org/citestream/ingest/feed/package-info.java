/**
 * How papers arrive from other collections: one reader per format of the outside world, and the telling of formats by their
 * content.
 */
@NullMarked
package org.citestream.ingest.feed;

import org.jspecify.annotations.NullMarked;
