/** The collection for language-model agents, by the Model Context Protocol over streamable HTTP at {@code /mcp}. */
@NullMarked
package org.citestream.gateway.mcp;

import org.jspecify.annotations.NullMarked;
