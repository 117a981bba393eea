/** What operators do by hand, and the record of it. */
@NullMarked
package org.citestream.ingest.operations;

import org.jspecify.annotations.NullMarked;
