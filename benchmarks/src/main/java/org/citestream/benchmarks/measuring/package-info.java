/**
 * What a measurement is: a figure, the reference measured beside it in the same run, and their ratio; and how time, pauses and answers are
 * measured.
 */
@NullMarked
package org.citestream.benchmarks.measuring;

import org.jspecify.annotations.NullMarked;
