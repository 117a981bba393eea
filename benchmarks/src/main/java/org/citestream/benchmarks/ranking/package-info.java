/** What PageRank costs, from the bare algorithm to the service, against the programs of others. */
@NullMarked
package org.citestream.benchmarks.ranking;

import org.jspecify.annotations.NullMarked;
