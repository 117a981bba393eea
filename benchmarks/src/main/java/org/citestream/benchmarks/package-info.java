/** Every measurement: a figure, the reference measured beside it in the same run, and their ratio. */
@NullMarked
package org.citestream.benchmarks;

import org.jspecify.annotations.NullMarked;
