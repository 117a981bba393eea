/**
 * The command-line client of operators. It talks to the services over HTTP; what concerns the whole is done while they are stopped, on broker
 * and store.
 */
@NullMarked
package org.citestream.client;

import org.jspecify.annotations.NullMarked;
