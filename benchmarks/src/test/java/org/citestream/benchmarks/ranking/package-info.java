/** The proof itself can fail. */
@NullMarked
package org.citestream.benchmarks.ranking;

import org.jspecify.annotations.NullMarked;
