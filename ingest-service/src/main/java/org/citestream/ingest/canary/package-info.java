/** A submission that is made each minute, so that silence tells something. */
@NullMarked
package org.citestream.ingest.canary;

import org.jspecify.annotations.NullMarked;
