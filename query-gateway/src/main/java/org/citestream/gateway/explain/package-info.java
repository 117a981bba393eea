/** Why a paper has its rank: what each paper that cites it adds to its score. */
@NullMarked
package org.citestream.gateway.explain;

import org.jspecify.annotations.NullMarked;
