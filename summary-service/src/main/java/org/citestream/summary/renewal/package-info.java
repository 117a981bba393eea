/** An operator's order to make summaries again: what it would cost, what it takes in, and how it is carried out. */
@NullMarked
package org.citestream.summary.renewal;

import org.jspecify.annotations.NullMarked;
