/** Papers and references as Semantic Scholar describes them. */
@NullMarked
package org.citestream.ingest.feed.semanticscholar;

import org.jspecify.annotations.NullMarked;
