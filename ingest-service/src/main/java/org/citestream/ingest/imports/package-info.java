/**
 * Files that are read once, from the first record to the last: a file that is named at start is taken in, and one that was cut short
 * by a crash goes on where its last checkpoint stands.
 */
@NullMarked
package org.citestream.ingest.imports;

import org.jspecify.annotations.NullMarked;
