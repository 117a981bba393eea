/** The proof itself can fail. */
@NullMarked
package org.citestream.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
