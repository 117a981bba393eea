/** The proof itself can fail. */
@NullMarked
package org.citestream.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
