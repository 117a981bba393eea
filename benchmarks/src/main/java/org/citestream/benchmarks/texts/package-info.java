/** What generated papers say. */
@NullMarked
package org.citestream.benchmarks.texts;

import org.jspecify.annotations.NullMarked;
