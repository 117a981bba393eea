package org.citestream.gateway.mcp;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The tools for agents.
 *
 * @param allowedOrigins from which pages a browser may use them, such as {@code https://example.org}; a port of {@code *} is any. Clients that
 *     are no browser send no origin, and need none
 */
@ConfigurationProperties("citestream.mcp")
@Validated
record McpProperties(
        @DefaultValue({"http://localhost:*", "http://127.0.0.1:*"})
        List<String> allowedOrigins) {}
