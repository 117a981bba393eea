/**
 * All of Citestream in one process: a real Kafka broker and the MongoDB-compatible store on disk, the four services in a Spring
 * context each, and one HTTP listener for all of them. Nothing in a service knows that it runs here.
 */
@NullMarked
package org.citestream.standalone;

import org.jspecify.annotations.NullMarked;
