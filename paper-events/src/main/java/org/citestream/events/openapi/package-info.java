/** How each service describes what it can be asked over HTTP: OpenAPI 3.1, generated from the code that answers. */
@NullMarked
package org.citestream.events.openapi;

import org.jspecify.annotations.NullMarked;
