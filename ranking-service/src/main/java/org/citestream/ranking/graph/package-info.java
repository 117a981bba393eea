/** The citation graph of the live papers, by paper id, and what is known of papers and references that cannot count yet. */
@NullMarked
package org.citestream.ranking.graph;

import org.jspecify.annotations.NullMarked;
