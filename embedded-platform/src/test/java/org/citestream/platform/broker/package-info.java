/** What the embedded broker promises: a real broker, found again after a restart, losing nothing it acknowledged. */
@NullMarked
package org.citestream.platform.broker;

import org.jspecify.annotations.NullMarked;
