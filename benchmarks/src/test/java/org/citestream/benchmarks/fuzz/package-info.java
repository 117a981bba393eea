/** The proof itself can fail. */
@NullMarked
package org.citestream.benchmarks.fuzz;

import org.jspecify.annotations.NullMarked;
