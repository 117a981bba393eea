/** The XML form of the DBLP bibliography, read as a stream without trusting what it declares. */
@NullMarked
package org.citestream.ingest.feed.dblp;

import org.jspecify.annotations.NullMarked;
