package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A paper as one source describes it.
 *
 * @param source the source, such as {@code dblp}
 * @param key the source's own key of it, such as {@code conf/vldb/Omiecinski91}
 * @param title the title, without markup and without a closing full stop
 * @param authors in the order of the paper; empty where the source names none
 * @param venue the venue of the collection, such as {@code VLDB}, or null where the source does not say
 * @param year the year of the venue, 1000 to 2999
 * @param doi in its folded form (lower case, without prefix), such as {@code 10.14778/3570690.3570697}, or null
 * @param abstractText the abstract, or null
 * @param abstractLicence the licence of the abstract, or null where unknown
 * @param url where the source shows the paper, or null
 * @param references whom it cites, in the order of the source; empty where the source does not say
 * @param outside true for a work that is none of the collection's venues: it enriches a paper of the collection that it turns
 *     out to be, and never makes one; null otherwise
 * @param retracted true where the source says that the work is retracted: then it is withdrawn, whoever describes it; where the record is an
 *     outside one, that concerns the work with its DOI; null otherwise
 * @param sameAs keys of the same work in other sources, {@code SOURCE:…}, as this one states them; empty where it does not
 * @param feed the feed it came by
 * @param acceptedAt when it was accepted
 */
public record SubmittedPaper(
        String source,
        String key,
        String title,
        List<SubmittedAuthor> authors,
        @Nullable String venue,
        int year,
        @Nullable String doi,
        @JsonProperty("abstract") @Nullable String abstractText,
        @Nullable String abstractLicence,
        @Nullable String url,
        List<SubmittedReference> references,
        @Nullable Boolean outside,
        @Nullable Boolean retracted,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> sameAs,
        String feed,
        Instant acceptedAt)
        implements Submission {

    public SubmittedPaper {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(feed, "feed");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        authors = authors == null ? List.of() : List.copyOf(authors);
        references = references == null ? List.of() : List.copyOf(references);
        outside = Boolean.TRUE.equals(outside) ? Boolean.TRUE : null;
        retracted = Boolean.TRUE.equals(retracted) ? Boolean.TRUE : null;
        sameAs = sameAs == null ? List.of() : List.copyOf(sameAs);
    }

    /** A paper that is not retracted. */
    public SubmittedPaper(
            String source,
            String key,
            String title,
            List<SubmittedAuthor> authors,
            @Nullable String venue,
            int year,
            @Nullable String doi,
            @Nullable String abstractText,
            @Nullable String abstractLicence,
            @Nullable String url,
            List<SubmittedReference> references,
            @Nullable Boolean outside,
            List<String> sameAs,
            String feed,
            Instant acceptedAt) {
        this(
                source,
                key,
                title,
                authors,
                venue,
                year,
                doi,
                abstractText,
                abstractLicence,
                url,
                references,
                outside,
                null,
                sameAs,
                feed,
                acceptedAt);
    }

    /** A paper that is not retracted, and of which the source states no key in another source. */
    public SubmittedPaper(
            String source,
            String key,
            String title,
            List<SubmittedAuthor> authors,
            @Nullable String venue,
            int year,
            @Nullable String doi,
            @Nullable String abstractText,
            @Nullable String abstractLicence,
            @Nullable String url,
            List<SubmittedReference> references,
            @Nullable Boolean outside,
            String feed,
            Instant acceptedAt) {
        this(
                source,
                key,
                title,
                authors,
                venue,
                year,
                doi,
                abstractText,
                abstractLicence,
                url,
                references,
                outside,
                List.of(),
                feed,
                acceptedAt);
    }

    /** Whether it makes a paper of the collection, and does not only enrich one. */
    @JsonIgnore
    public boolean isMember() {
        return outside == null;
    }

    /** Whether the source says that the work with this DOI is retracted. */
    @JsonIgnore
    public boolean isRetraction() {
        return retracted != null;
    }

    @Override
    public String recordKey() {
        return source + ":" + key;
    }

    @Override
    public String contentHash() {
        return new PaperJson(this).contentHash();
    }
}
