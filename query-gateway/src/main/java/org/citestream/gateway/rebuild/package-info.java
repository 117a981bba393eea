/** Views and the index of words made anew from the topics, at an operator's word. */
@NullMarked
package org.citestream.gateway.rebuild;

import org.jspecify.annotations.NullMarked;
