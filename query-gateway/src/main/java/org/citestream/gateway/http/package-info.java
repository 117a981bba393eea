/** What holds for every answer, whichever feature gives it: validators for caches, and limits on how much one client may ask. */
@NullMarked
package org.citestream.gateway.http;

import org.jspecify.annotations.NullMarked;
