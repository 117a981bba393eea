/**
 * The views as pages, rendered on the server. The templates of {@code src/main/jte} are compiled into this package; they escape
 * what they are given.
 */
@NullMarked
package org.citestream.gateway.page;

import org.jspecify.annotations.NullMarked;
