package org.citestream.ingest.polling;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.citestream.events.ContentHash;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One feed.
 *
 * @param source what is asked, and how
 * @param every how often; null for a feed that runs only when it is told to
 * @param baseUrl where, if not at the source's own address
 * @param filters Crossref: its filters, such as {@code issn:2150-8097}; OpenAlex: likewise. Crossref takes the same filter repeated as either
 * @param queries DBLP: what is searched for, such as {@code toc:db/conf/cidr/cidr2024.bht:}; Crossref: further parameters of the
 *     request, such as {@code query.container-title=Management of Data}
 * @param set OAI-PMH: the set, or null for all
 * @param metadataPrefix OAI-PMH: the format of the records
 * @param from the day from which on the first run asks, {@code YYYY-MM-DD}, or null for all
 * @param incremental OpenAlex: whether the key allows to ask for what was updated; else all is read each time
 * @param apiKey the key for the source, or null; given by the environment
 * @param pageSize records per request
 * @param interval least time between two requests, or null for the source's default; the source's own limits hold beside it
 * @param directory the watched directory; for a dump, where it is kept while it is read
 */
public record FeedSettings(
        @NotNull Source source,
        @Nullable @DurationMin(millis = 1) Duration every,
        @Nullable URI baseUrl,
        @DefaultValue List<String> filters,
        @DefaultValue List<String> queries,
        @Nullable String set,
        @DefaultValue("oai_dc") String metadataPrefix,

        @Nullable @Pattern(regexp = "\\d{4}-\\d{2}-\\d{2}", message = "must be a day such as 2024-01-31")
        String from,

        @DefaultValue("false") boolean incremental,
        @Nullable String apiKey,
        @DefaultValue("100") @Min(1) @Max(1000) int pageSize,
        @Nullable @DurationMin Duration interval,
        @Nullable Path directory) {

    /** What arXiv asks for. */
    private static final Duration OF_OAI_PMH = Duration.ofSeconds(3);

    /** Least time between two requests to a source that asks for nothing else. */
    private static final Duration OF_OTHERS = Duration.ofSeconds(1);

    public FeedSettings {
        apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey.strip();
    }

    /** Least time between two requests: as set, or one second, or three where the manners of arXiv ask for them. */
    Duration leastInterval() {
        return interval != null ? interval : source == Source.OAI_PMH ? OF_OAI_PMH : OF_OTHERS;
    }

    /** What it asks for: where another answer is to be expected than before, another text. */
    String request() {
        return ContentHash.of(
                source,
                address(),
                filters,
                queries,
                String.valueOf(set),
                metadataPrefix,
                String.valueOf(from),
                incremental);
    }

    /** What is asked, and how. */
    public enum Source {
        /** The REST API of Crossref. */
        CROSSREF("https://api.crossref.org"),
        /** The API of OpenAlex. */
        OPENALEX("https://api.openalex.org"),
        /** The batch API of Semantic Scholar, asked about the DOIs of the collection. */
        SEMANTIC_SCHOLAR("https://api.semanticscholar.org"),
        /** Any repository that speaks OAI-PMH. */
        OAI_PMH("https://oaipmh.arxiv.org/oai"),
        /** The dump of DBLP. */
        DBLP_DUMP("https://dblp.org/xml/dblp.xml.gz"),
        /** DBLP's search for publications. */
        DBLP_SEARCH("https://dblp.org/search/publ/api"),
        /** Single records of DBLP by their keys. */
        DBLP_RECORDS("https://dblp.org/rec"),
        /** A directory into which files are dropped. */
        DIRECTORY(null);

        private final @Nullable String address;

        Source(@Nullable String address) {
            this.address = address;
        }

        /** Whether it is asked over the network. */
        boolean isRemote() {
            return address != null;
        }
    }

    /** Where the source is asked, without a slash at the end. */
    String address() {
        String address = baseUrl == null ? String.valueOf(source.address) : baseUrl.toString();
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return source + " at " + address() + (every == null ? "" : " every " + every);
    }
}
