package org.citestream.ingest;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How papers are put together.
 *
 * @param precedence the sources in the order in which they have the word on a field; others come after, by name
 */
@ConfigurationProperties("citestream.ingest")
public record IngestProperties(
        @DefaultValue({"dblp", "crossref", "openalex", "semantic-scholar"})
        List<String> precedence) {}
