/**
 * What is to be done and what was done: documents that survive a restart, and the order of the open work, which is kept in
 * memory.
 */
@NullMarked
package org.citestream.summary.work;

import org.jspecify.annotations.NullMarked;
