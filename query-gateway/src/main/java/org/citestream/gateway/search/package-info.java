/**
 * Finds papers by their words and by what they mean. The index of words lies in memory beside the other indexes and is made from the
 * same topics, whole, before the service answers.
 */
@NullMarked
package org.citestream.gateway.search;

import org.jspecify.annotations.NullMarked;
