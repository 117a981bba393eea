/** Chooses sentences of the abstract, without a language model: what stands in where none is configured or none can be trusted. */
@NullMarked
package org.citestream.summary.extractive;

import org.jspecify.annotations.NullMarked;
