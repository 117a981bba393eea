/** The ingest service: takes papers and citations in, decides which paper each one is, and publishes it. */
@NullMarked
package org.citestream.ingest;

import org.jspecify.annotations.NullMarked;
