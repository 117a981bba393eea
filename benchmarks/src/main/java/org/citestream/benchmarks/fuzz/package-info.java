/** What comes from outside, made up: each reader is given bytes that a fuzzer thinks of, and must keep its promises. */
@NullMarked
package org.citestream.benchmarks.fuzz;

import org.jspecify.annotations.NullMarked;
