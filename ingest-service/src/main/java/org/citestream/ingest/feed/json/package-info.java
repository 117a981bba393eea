/** Reading of JSON answers and files of other collections: record by record, each in bounded memory. */
@NullMarked
package org.citestream.ingest.feed.json;

import org.jspecify.annotations.NullMarked;
