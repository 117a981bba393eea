/**
 * Traces from the acceptance of a record to the views that follow from it: W3C trace contexts, carried from the records that are read to
 * those that are written because of them.
 */
@NullMarked
package org.citestream.events.trace;

import org.jspecify.annotations.NullMarked;
