/** The command-line client of operators. It talks to the services over HTTP, and knows no other part of the product. */
@NullMarked
package org.citestream.client;

import org.jspecify.annotations.NullMarked;
