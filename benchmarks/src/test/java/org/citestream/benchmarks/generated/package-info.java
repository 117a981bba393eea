/** What is generated is like what is real. */
@NullMarked
package org.citestream.benchmarks.generated;

import org.jspecify.annotations.NullMarked;
