/**
 * What do the sources together say of a paper, and whom does it cite? The owner of a paper's partition merges what is said of it,
 * resolves its references, and is the only one who publishes it.
 */
@NullMarked
package org.citestream.ingest.assembly;

import org.jspecify.annotations.NullMarked;
