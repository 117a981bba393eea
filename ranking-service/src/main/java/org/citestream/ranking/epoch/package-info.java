/** Publishing what changed, an epoch at a time, whole or not at all. */
@NullMarked
package org.citestream.ranking.epoch;

import org.jspecify.annotations.NullMarked;
