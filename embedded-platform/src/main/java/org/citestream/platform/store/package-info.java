/**
 * A server that speaks the MongoDB wire protocol inside this process, its documents on disk or in memory: for the
 * standalone mode and for tests. Real MongoDB drivers speak to it over TCP.
 */
@NullMarked
package org.citestream.platform.store;

import org.jspecify.annotations.NullMarked;
