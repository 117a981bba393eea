package org.citestream.ingest.intake;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forms of what is taken in and of the answers to it, for the description: both come by the million and are read and written as streams, so
 * that no object of these forms is ever made. {@code DescribedServicesTest} holds both against each other.
 */
final class TakenForms {

    private TakenForms() {}

    /** What a source tells of a paper; with {@code deleted}, that it takes it back. */
    @Schema(name = "SubmittedRecord")
    record Paper(
            @Schema(pattern = "^[a-z0-9-]{1,40}$") String source,
            @Schema(minLength = 1, maxLength = 500) String key,

            @Schema(maxLength = 5_000, description = "Required unless deleted") @Nullable
            String title,

            @Schema(minimum = "1500", description = "Required unless deleted") @Nullable
            Integer year,

            @Schema(description = "Names, or objects with name and orcid") @Nullable
            List<Object> authors,

            @Schema(maxLength = 200) @Nullable String venue,

            @Nullable String doi,

            @JsonProperty("abstract") @Schema(maxLength = 100_000) @Nullable
            String abstractText,

            @Schema(maxLength = 200) @Nullable String abstractLicence,

            @Schema(maxLength = 2_000) @Nullable String url,

            @Schema(description = "Keys such as doi:… and dblp:…, or objects with key, doi, title, year, author, text")
            @Nullable
            List<Object> references,

            @Schema(description = "Whether it is of no venue of the collection, and only adds to papers that are")
            @Nullable
            Boolean outside,

            @Schema(description = "Whether its DOI is retracted") @Nullable
            Boolean retracted,

            @Schema(description = "Keys under which the same work goes elsewhere") @Nullable
            List<String> sameAs,

            @Nullable Boolean deleted) {}

    /** That one paper cites another. */
    @Schema(name = "SubmittedCitationPair")
    record Citation(@Schema(pattern = "^[a-z0-9-]{1,40}$") String source, String citing, String cited) {}

    /**
     * What was taken.
     *
     * @param accepted how many records are in the log
     * @param refused how many are not
     * @param receipts one for each, in their order
     */
    record Taken(long accepted, long refused, List<Given> receipts) {}

    /** What became of one record. */
    @Schema(name = "GivenReceipt")
    record Given(
            @Schema(description = "Of the record, from 1 on")
            long number,

            @Schema(description = "By which to ask what became of it; where it is accepted") @Nullable
            String receipt,

            @Schema(description = "Key of the record, where that could be read") @Nullable
            String record,

            @Schema(allowableValues = {"accepted", "refused", "unacknowledged"})
            String status,

            @Schema(description = "What is wrong, where it is refused") @Nullable
            String field,

            @Schema(description = "Why, where it is not accepted") @Nullable
            String reason) {}

    /** A problem (RFC 9457), with what became of each record that was read. */
    @Schema(name = "RefusedRecords")
    record Refused(
            String type,
            String title,
            int status,
            String detail,
            @Nullable Long accepted,
            @Nullable Long refused,
            @Nullable List<Given> receipts) {}
}
