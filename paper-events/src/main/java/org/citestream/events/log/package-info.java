/** How log lines are written: one event in one line, whatever the texts hold that it tells of. */
@NullMarked
package org.citestream.events.log;

import org.jspecify.annotations.NullMarked;
