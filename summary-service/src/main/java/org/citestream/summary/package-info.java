/** Takes papers in, and gives each a summary and an embedding: the application and its wiring. */
@NullMarked
package org.citestream.summary;

import org.jspecify.annotations.NullMarked;
