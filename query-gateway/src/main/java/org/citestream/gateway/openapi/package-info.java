/** The description of the API, generated from the code that serves it, and a page to read it on. */
@NullMarked
package org.citestream.gateway.openapi;

import org.jspecify.annotations.NullMarked;
