/**
 * What a reader is shown of a paper and in lists, put together from the documents and the indexes, whether it leaves as JSON or
 * as a page.
 */
@NullMarked
package org.citestream.gateway.view;

import org.jspecify.annotations.NullMarked;
