/**
 * Which paper is it? Strong keys (DOI, source keys) decide; a title only proposes, and never joins different venues, different
 * DOIs or two keys of one source. Of two papers that turn out to be one, the lower id survives.
 */
@NullMarked
package org.citestream.ingest.identity;

import org.jspecify.annotations.NullMarked;
