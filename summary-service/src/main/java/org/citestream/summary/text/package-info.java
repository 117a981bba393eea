/** The text of a paper, as both the language model and the extractive summariser read it: cleaned, cut into sentences and words. */
@NullMarked
package org.citestream.summary.text;

import org.jspecify.annotations.NullMarked;
