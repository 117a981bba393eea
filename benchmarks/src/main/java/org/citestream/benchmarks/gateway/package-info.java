/** How fast views, lists, searches and pages are answered, and what memory they need. */
@NullMarked
package org.citestream.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
