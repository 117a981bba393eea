/**
 * A real Kafka broker inside this process, its log in one directory: for the standalone mode and for tests.
 */
@NullMarked
package org.citestream.platform.broker;

import org.jspecify.annotations.NullMarked;
