/** The whole product in a process of its own, as the long measurements use it. */
@NullMarked
package org.citestream.benchmarks.product;

import org.jspecify.annotations.NullMarked;
