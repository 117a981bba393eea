/**
 * What this instance knows of every paper, in memory and read from the topics at each start: who cites whom, how the papers
 * rank, which are alike, and how far each has come. Lists, counts and orders come from here.
 */
@NullMarked
package org.citestream.gateway.index;

import org.jspecify.annotations.NullMarked;
