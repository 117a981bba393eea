/**
 * The query gateway: reads the topics into paper views and indexes, and serves them as JSON and as pages. What is served comes
 * from MongoDB by id and from the indexes in memory, never from a scan.
 */
@NullMarked
package org.citestream.gateway;

import org.jspecify.annotations.NullMarked;
