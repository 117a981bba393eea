/** The full solve past one machine: from the topics, on Spark, to a snapshot from which the ranking service goes on. */
@NullMarked
package org.citestream.ranking.spark;

import org.jspecify.annotations.NullMarked;
