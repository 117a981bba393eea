/**
 * How each service is asked over HTTP, and where it may be sent: limits on connections, headers and bodies that hold whatever is asked
 * for, and which addresses are inside.
 */
@NullMarked
package org.citestream.events.http;

import org.jspecify.annotations.NullMarked;
