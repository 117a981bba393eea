/** The ranking service: keeps every PageRank exact to a stated bound as papers and citations arrive. */
@NullMarked
package org.citestream.ranking;

import org.jspecify.annotations.NullMarked;
