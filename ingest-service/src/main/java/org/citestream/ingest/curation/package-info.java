/**
 * What operators do about identity: decide that two records are of one paper or of two, and read who said what of a paper.
 * Decisions are submissions like any other, so that they survive, are replayed, and can be taken back.
 */
@NullMarked
package org.citestream.ingest.curation;

import org.jspecify.annotations.NullMarked;
