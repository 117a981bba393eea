/** A collection of any size with the shape of the real one, and what it costs to have it. */
@NullMarked
package org.citestream.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
