/** The proof itself can fail. */
@NullMarked
package org.citestream.benchmarks.summaries;

import org.jspecify.annotations.NullMarked;
