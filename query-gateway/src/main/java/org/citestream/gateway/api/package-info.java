/** The views as JSON under {@code /api/v1}, and the answers to requests that cannot be served. */
@NullMarked
package org.citestream.gateway.api;

import org.jspecify.annotations.NullMarked;
