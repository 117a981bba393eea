/** Asks a language model through LangChain4j, and publishes nothing that the paper's own text does not bear out. */
@NullMarked
package org.citestream.summary.model;

import org.jspecify.annotations.NullMarked;
