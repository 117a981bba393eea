package org.citestream.gateway.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.citestream.events.Author;
import org.citestream.events.PaperStatus;
import org.citestream.events.SummaryEvent;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is shown of a paper.
 *
 * @param id the paper id
 * @param status whether it is live; of a paper that is not, nothing is ranked or counted
 * @param keys its identity keys
 * @param title its title
 * @param authors in the order of the paper
 * @param venue or null where no source says
 * @param year the year of the venue
 * @param doi or null
 * @param url where a source shows it, or null
 * @param abstractText or null, also where its source does not let it be shown
 * @param abstractSource the source that gave the abstract, or null
 * @param abstractLicence its licence, or null where unknown
 * @param sources the sources that vouch for the paper
 * @param summary or null where there is none
 * @param summaryStatus why there is none, or whether it is of the present abstract
 * @param summaryReason the same in words where something went wrong, or null
 * @param pagerank a share of 1, or null while it is not ranked
 * @param rank 1 is the best, or null while it is not ranked
 * @param percentile share of papers ranked below in percent, or null while it is not ranked
 * @param citations who cites it, in figures, or null where that is not kept of an earlier moment
 * @param references whom it cites, in figures, or null where that is not kept of an earlier moment
 * @param similar the papers most like it, the most alike first
 * @param freshness when each stage was reached
 * @param asOf of which earlier moment this is and what is not kept of it; left out of the present view
 */
@JsonPropertyOrder({"id", "status", "keys", "title", "authors", "venue", "year", "doi", "url", "abstract"})
public record PaperView(
        int id,
        PaperStatus status,
        List<String> keys,
        String title,
        List<Author> authors,
        @Nullable String venue,
        int year,
        @Nullable String doi,
        @Nullable String url,
        @JsonProperty("abstract") @Nullable String abstractText,
        @Nullable String abstractSource,
        @Nullable String abstractLicence,
        List<String> sources,
        @Nullable Summary summary,
        SummaryEvent.Status summaryStatus,
        @Nullable String summaryReason,
        @Nullable Double pagerank,
        @Nullable Integer rank,
        @Nullable Double percentile,
        @Nullable Citations citations,
        @Nullable References references,
        List<Similar> similar,
        Freshness freshness,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AsOf asOf) {

    /**
     * A summary.
     *
     * @param text one to three sentences
     * @param model who wrote it
     * @param date when, in UTC
     * @param method by a language model, or chosen from the abstract
     * @param promptVersion of the prompt or of the method by which it was chosen
     * @param sourceHash hash of the title and abstract that it was made from
     * @param checks what it was found to stand before it was published; empty where it was not generated
     */
    public record Summary(
            String text,
            @Nullable String model,
            @Nullable LocalDate date,
            SummaryEvent.@Nullable Method method,
            @Nullable String promptVersion,
            @Nullable String sourceHash,
            List<String> checks) {}

    /**
     * Incoming citations.
     *
     * @param count all of them
     * @param nonSelf those whose papers share no author, or null where that is not kept of an earlier moment
     * @param byYear by year of the citing paper, ascending, years without any left out
     */
    public record Citations(int count, @Nullable Integer nonSelf, List<Year> byYear) {

        /**
         * Incoming citations from the papers of a year.
         *
         * @param year the year of the citing papers
         * @param count all of them
         * @param nonSelf those whose papers share no author
         */
        public record Year(int year, int count, int nonSelf) {}
    }

    /**
     * Outgoing citations.
     *
     * @param count those to papers of the collection
     * @param unresolved those to works outside it
     */
    public record References(int count, int unresolved) {}

    /**
     * A paper like this one.
     *
     * @param id its id
     * @param title its title, or null in the moment before its document is there
     * @param score cosine of the embeddings, at most 1, to four decimals
     */
    public record Similar(int id, @Nullable String title, double score) {}

    /**
     * When each stage was reached.
     *
     * @param acceptedAt when the submission behind the present state was accepted
     * @param viewableAt when that state could first be seen here
     * @param summarizedAt when the summary was written, or null where there is none
     * @param rankedAt when the epoch was published whose ranks are shown, or null while it does not include this state
     * @param epoch number of that epoch, or null
     */
    public record Freshness(
            Instant acceptedAt,
            Instant viewableAt,
            @Nullable Instant summarizedAt,
            @Nullable Instant rankedAt,
            @Nullable Long epoch) {}

    /**
     * Of which earlier moment a view is.
     *
     * @param moment as it was asked for
     * @param keptSince from when on the versions of this paper are kept
     * @param notKept the fields of which nothing is kept: null or empty here, which does not mean that there was nothing
     */
    public record AsOf(Instant moment, Instant keptSince, List<String> notKept) {}
}
