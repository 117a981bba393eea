/**
 * The whole product in a process of its own: how fast it starts, how soon a paper is shown, and what it costs to be observed; and how it and its
 * services are started to be measured.
 */
@NullMarked
package org.citestream.benchmarks.product;

import org.jspecify.annotations.NullMarked;
