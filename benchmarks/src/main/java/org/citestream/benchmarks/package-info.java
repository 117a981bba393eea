/**
 * The command that lists and runs the measurements. What is measured stands in the packages by the part that it is about; {@code measuring} holds
 * what they share.
 */
@NullMarked
package org.citestream.benchmarks;

import org.jspecify.annotations.NullMarked;
