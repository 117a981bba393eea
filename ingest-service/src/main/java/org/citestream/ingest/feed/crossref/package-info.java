/** Works as Crossref describes them. */
@NullMarked
package org.citestream.ingest.feed.crossref;

import org.jspecify.annotations.NullMarked;
