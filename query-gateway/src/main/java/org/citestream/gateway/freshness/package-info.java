/** How long papers take from acceptance to each stage, and what has waited longest. */
@NullMarked
package org.citestream.gateway.freshness;

import org.jspecify.annotations.NullMarked;
