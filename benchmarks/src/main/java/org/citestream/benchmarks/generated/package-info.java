/** Collections, texts and graphs that never were, with the shapes of real ones; the same for the same seed. */
@NullMarked
package org.citestream.benchmarks.generated;

import org.jspecify.annotations.NullMarked;
