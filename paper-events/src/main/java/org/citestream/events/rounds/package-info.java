/** What many threads ask of a store one by one, asked of it in rounds. */
@NullMarked
package org.citestream.events.rounds;

import org.jspecify.annotations.NullMarked;
