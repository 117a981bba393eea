/** Papers in the forms that other tools read, and the graph of citations. */
@NullMarked
package org.citestream.gateway.export;

import org.jspecify.annotations.NullMarked;
