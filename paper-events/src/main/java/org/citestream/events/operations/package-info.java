/** What every service tells its operators. */
@NullMarked
package org.citestream.events.operations;

import org.jspecify.annotations.NullMarked;
