/**
 * The proof that nothing is lost and nothing doubled: clients submit and note what was acknowledged, while the services, the broker and the store, each
 * a process of its own, are killed, paused, cut off and filled up by a schedule that follows from a seed; then what can be read is compared with what
 * was acknowledged.
 */
@NullMarked
package org.citestream.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
