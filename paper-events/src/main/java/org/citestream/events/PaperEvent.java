package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The merged bibliographic state of a paper.
 *
 * @param id the paper id
 * @param version grows by each change of content
 * @param status whether the paper is live
 * @param mergedInto the paper it became, where retired; null otherwise
 * @param keys identity keys, sorted: {@code doi:…} and {@code SOURCE:…}
 * @param title the title
 * @param authors in the order of the paper
 * @param venue or null where no source says
 * @param year the year of the venue
 * @param doi folded, or null
 * @param abstractText the abstract with where it comes from, or null
 * @param url or null
 * @param sources the sources that vouch for it, sorted
 * @param acceptedAt acceptance of the submission that led to this version
 * @param feed the feed that brought that submission, or null where this version is the outcome of what another paper did
 */
public record PaperEvent(
        int id,
        long version,
        PaperStatus status,
        @Nullable Integer mergedInto,
        List<String> keys,
        String title,
        List<Author> authors,
        @Nullable String venue,
        int year,
        @Nullable String doi,
        @JsonProperty("abstract") @Nullable PaperAbstract abstractText,
        @Nullable String url,
        List<String> sources,
        Instant acceptedAt,
        @Nullable String feed)
        implements VersionedRecord {

    /** The source of the paper that the product submits to itself each minute. */
    public static final String CANARY_SOURCE = "citestream-canary";

    /** The feed that it comes by. */
    public static final String CANARY_FEED = "canary";

    public PaperEvent {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        keys = keys == null ? List.of() : List.copyOf(keys);
        authors = authors == null ? List.of() : List.copyOf(authors);
        sources = sources == null ? List.of() : List.copyOf(sources);
    }

    /** A version that no feed led to. */
    public PaperEvent(
            int id,
            long version,
            PaperStatus status,
            @Nullable Integer mergedInto,
            List<String> keys,
            String title,
            List<Author> authors,
            @Nullable String venue,
            int year,
            @Nullable String doi,
            @Nullable PaperAbstract abstractText,
            @Nullable String url,
            List<String> sources,
            Instant acceptedAt) {
        this(
                id,
                version,
                status,
                mergedInto,
                keys,
                title,
                authors,
                venue,
                year,
                doi,
                abstractText,
                url,
                sources,
                acceptedAt,
                null);
    }

    /** The same content under another version, with what led to that. */
    public PaperEvent as(long otherVersion, Instant otherAcceptedAt, @Nullable String otherFeed) {
        return new PaperEvent(
                id,
                otherVersion,
                status,
                mergedInto,
                keys,
                title,
                authors,
                venue,
                year,
                doi,
                abstractText,
                url,
                sources,
                otherAcceptedAt,
                otherFeed);
    }

    /** Whether this is the paper that the product submits to itself, which is withdrawn from the beginning. */
    @JsonIgnore
    public boolean isCanary() {
        return sources.contains(CANARY_SOURCE);
    }

    @Override
    public String eventId() {
        return "paper/" + id + "/" + version;
    }

    /**
     * An abstract and where it comes from.
     *
     * @param text the text, never blank
     * @param source the source that gave it; {@code sample} for the descriptions of the bundled corpus
     * @param licence or null where unknown
     * @param show false where the terms of the source forbid to show it: then it is for summaries and search only; null otherwise
     */
    public record PaperAbstract(
            String text,
            String source,
            @Nullable String licence,
            @Nullable Boolean show) {
        public PaperAbstract {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(source, "source");
            show = Boolean.FALSE.equals(show) ? Boolean.FALSE : null;
        }

        /** An abstract that may be shown. */
        public PaperAbstract(String text, String source, @Nullable String licence) {
            this(text, source, licence, null);
        }

        /** Whether it may be shown, and not only be read by machines. */
        @JsonIgnore
        public boolean mayBeShown() {
            return show == null;
        }
    }
}
