/**
 * The documents behind the views: each topic is projected into its own section of the collection {@code views}, where the higher
 * version stays whatever the order of arrival.
 */
@NullMarked
package org.citestream.gateway.projection;

import org.jspecify.annotations.NullMarked;
