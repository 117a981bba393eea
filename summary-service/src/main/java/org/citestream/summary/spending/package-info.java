/** What the calls of language models cost, kept over restarts and for all instances, and the budgets that stop them. */
@NullMarked
package org.citestream.summary.spending;

import org.jspecify.annotations.NullMarked;
