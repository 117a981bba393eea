/** What stops a service while it starts, told in one line; and what it waits for before that. */
@NullMarked
package org.citestream.events.start;

import org.jspecify.annotations.NullMarked;
