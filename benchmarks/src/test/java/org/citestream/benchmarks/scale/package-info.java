/** The proof itself can fail. */
@NullMarked
package org.citestream.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
