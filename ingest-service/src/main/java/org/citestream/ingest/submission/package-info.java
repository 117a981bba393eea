/**
 * What comes in, before it is known which paper it is: reading JSON record by record in bounded memory, and checking each
 * record by itself, so that a bad one is refused by name and its neighbours stand.
 */
@NullMarked
package org.citestream.ingest.submission;

import org.jspecify.annotations.NullMarked;
