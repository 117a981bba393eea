package org.citestream.ingest;

import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How papers are put together.
 *
 * @param precedence the sources in the order in which they have the word on a field; others come after, by name
 * @param abstractsNotShown sources whose terms forbid to show their abstracts: these are for summaries and search only, unless they
 *     come with a Creative Commons or public domain licence
 */
@ConfigurationProperties("citestream.ingest")
public record IngestProperties(
        @DefaultValue({"dblp", "crossref", "openalex", "semantic-scholar"})
        List<String> precedence,

        @DefaultValue({"openalex", "semantic-scholar"}) Set<String> abstractsNotShown) {}
