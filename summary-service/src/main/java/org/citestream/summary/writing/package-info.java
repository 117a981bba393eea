/** Who can write a summary, how one is asked again, and the workers that ask: a queue in which no slow call holds back another. */
@NullMarked
package org.citestream.summary.writing;

import org.jspecify.annotations.NullMarked;
