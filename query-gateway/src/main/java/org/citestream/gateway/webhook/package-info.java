/** Tells other services of events by signed HTTP requests. */
@NullMarked
package org.citestream.gateway.webhook;

import org.jspecify.annotations.NullMarked;
