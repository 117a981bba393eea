/** The contract of the document store, and what the embedded one adds to it: reopening, and surviving its own death. */
@NullMarked
package org.citestream.platform.store;

import org.jspecify.annotations.NullMarked;
