/**
 * Which papers, in what order: filters, search, sorting and facets, with pages by number and by a cursor that keeps to the state in
 * which the walk began.
 */
@NullMarked
package org.citestream.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
