/** The proof that a steady load is borne: reads and submissions at a rate, then a burst, and what heap, lag and freshness do meanwhile. */
@NullMarked
package org.citestream.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
