/** How fast records are read, taken in, and known again, and how well. */
@NullMarked
package org.citestream.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
