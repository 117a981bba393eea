/**
 * The records that travel between the services, the topics they travel on, and their JSON form.
 *
 * <p>Every topic is compacted and each record carries the whole state of its key with a version that only grows, so that a
 * record delivered twice, late or out of order changes nothing.
 */
@NullMarked
package org.citestream.events;

import org.jspecify.annotations.NullMarked;
