/** A Java process that a test starts in order to kill it. */
@NullMarked
package org.citestream.platform.process;

import org.jspecify.annotations.NullMarked;
