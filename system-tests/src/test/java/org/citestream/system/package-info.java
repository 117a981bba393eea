/** The product as a whole, seen from outside: over HTTP, in a browser, and killed in the middle of its work. */
@NullMarked
package org.citestream.system;

import org.jspecify.annotations.NullMarked;
