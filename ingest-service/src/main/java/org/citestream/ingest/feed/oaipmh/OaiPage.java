package org.citestream.ingest.feed.oaipmh;

import org.jspecify.annotations.Nullable;

/**
 * What an answer says beside its records.
 *
 * @param responseDate the repository's time of answering, or null
 * @param resumptionToken with which to ask for the next part, or null after the last
 * @param errorCode such as {@code noRecordsMatch}, or null
 * @param error the error in the repository's words, or null
 */
public record OaiPage(
        @Nullable String responseDate,
        @Nullable String resumptionToken,
        @Nullable String errorCode,
        @Nullable String error) {}
