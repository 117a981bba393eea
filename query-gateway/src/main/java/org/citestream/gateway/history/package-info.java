/**
 * What was: each paper's rank and citations over time, in MongoDB and bounded for each paper, and the ranks of some earlier moments in
 * memory, by which movement is told.
 */
@NullMarked
package org.citestream.gateway.history;

import org.jspecify.annotations.NullMarked;
