/** Bibliographies in the tagged RIS format, as publishers and reference managers export them. */
@NullMarked
package org.citestream.ingest.feed.ris;

import org.jspecify.annotations.NullMarked;
