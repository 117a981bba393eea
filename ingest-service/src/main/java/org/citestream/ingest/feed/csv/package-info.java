/** Tables of citing and cited keys. */
@NullMarked
package org.citestream.ingest.feed.csv;

import org.jspecify.annotations.NullMarked;
