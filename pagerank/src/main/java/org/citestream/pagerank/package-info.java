/**
 * PageRank over a citation graph that grows, exact to a stated bound while papers and references arrive, change and are
 * retracted; and the ranks that follow from the scores. Plain Java on primitive arrays, without any dependency.
 *
 * <p>Start at {@link org.citestream.pagerank.IncrementalPageRank}.
 */
@NullMarked
package org.citestream.pagerank;

import org.jspecify.annotations.NullMarked;
