/** Who wrote the papers: how they stand among all authors, with whom they write, and how they are cited. */
@NullMarked
package org.citestream.gateway.author;

import org.jspecify.annotations.NullMarked;
