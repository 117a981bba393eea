/** Bibliographies in BibTeX, as libraries and reference managers export them. */
@NullMarked
package org.citestream.ingest.feed.bibtex;

import org.jspecify.annotations.NullMarked;
