/** What every service tells its operators, and by which keys they are known. */
@NullMarked
package org.citestream.events.operations;

import org.jspecify.annotations.NullMarked;
