/** The records that travel between the services. */
@NullMarked
package org.citestream.events;

import org.jspecify.annotations.NullMarked;
