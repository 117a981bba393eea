/** Works as OpenAlex describes them. */
@NullMarked
package org.citestream.ingest.feed.openalex;

import org.jspecify.annotations.NullMarked;
