/**
 * How far everything that was accepted has come: the lag of each stage, in the order of the flow, and what is still missing.
 */
@NullMarked
package org.citestream.gateway.progress;

import org.jspecify.annotations.NullMarked;
