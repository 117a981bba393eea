/** What operators see and do by their browser; the ingest service knows and does it, with their key. */
@NullMarked
package org.citestream.gateway.operators;

import org.jspecify.annotations.NullMarked;
