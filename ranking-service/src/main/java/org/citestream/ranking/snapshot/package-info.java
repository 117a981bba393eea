/** The graph and the scores on disk, with the positions up to which the topics are in them. */
@NullMarked
package org.citestream.ranking.snapshot;

import org.jspecify.annotations.NullMarked;
