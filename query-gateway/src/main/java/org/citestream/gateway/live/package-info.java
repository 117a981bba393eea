/**
 * What happens, as it happens: a log in memory of what the indexes took in, the stream of server-sent events that follows it, and
 * Atom feeds.
 */
@NullMarked
package org.citestream.gateway.live;

import org.jspecify.annotations.NullMarked;
