/** Reads the papers and tells what each of them lacks: a summary, an embedding, or nothing. */
@NullMarked
package org.citestream.summary.intake;

import org.jspecify.annotations.NullMarked;
