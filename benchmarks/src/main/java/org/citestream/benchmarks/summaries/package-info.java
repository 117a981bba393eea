/** How good summaries are, and how many come of what waits. */
@NullMarked
package org.citestream.benchmarks.summaries;

import org.jspecify.annotations.NullMarked;
