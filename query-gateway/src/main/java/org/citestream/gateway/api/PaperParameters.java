package org.citestream.gateway.api;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.index.PaperFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which papers are asked for, as a request says it.
 *
 * @param q what is searched for
 * @param mode how
 * @param venue as the papers name it
 * @param yearFrom the first year
 * @param yearTo the last year
 * @param author the id of an author
 * @param hasSummary whether there is a summary
 * @param citedBy a paper that cites them
 * @param cites a paper that they cite
 * @param minRank the worst rank that will do
 * @param sort the order
 */
public record PaperParameters(
        @Parameter(
                description = "Words that must all be found, phrases in quotation marks",
                schema = @Schema(minLength = 1, maxLength = Parameters.LONGEST_SEARCH))
        @Nullable
        String q,

        @Parameter(
                description = "How q is searched for: by its words, by what it means, or both",
                schema =
                        @Schema(
                                allowableValues = {"text", "semantic", "combined"},
                                defaultValue = "text"))
        @Nullable
        String mode,

        @Parameter(
                description = "The venue as the papers name it, in any case",
                schema = @Schema(minLength = 1, maxLength = Parameters.LONGEST_VENUE))
        @Nullable
        String venue,

        @Parameter(description = "The first year", schema = @Schema(type = "integer", minimum = "0", maximum = "9999"))
        @Nullable
        String yearFrom,

        @Parameter(description = "The last year", schema = @Schema(type = "integer", minimum = "0", maximum = "9999"))
        @Nullable
        String yearTo,

        @Parameter(
                description = "The id of an author",
                schema = @Schema(minLength = 1, maxLength = Parameters.LONGEST_AUTHOR))
        @Nullable
        String author,

        @Parameter(description = "Whether there is a summary", schema = @Schema(type = "boolean")) @Nullable
        String hasSummary,

        @Parameter(
                description = "Papers that this paper cites",
                schema = @Schema(type = "integer", minimum = "1", maximum = "2147483647"))
        @Nullable
        String citedBy,

        @Parameter(
                description = "Papers that cite this paper",
                schema = @Schema(type = "integer", minimum = "1", maximum = "2147483647"))
        @Nullable
        String cites,

        @Parameter(
                description = "The worst rank that will do: 100 asks for the hundred best",
                schema = @Schema(type = "integer", minimum = "1", maximum = "2147483647"))
        @Nullable
        String minRank,

        @Parameter(
                description = "The order; relevance where q is given, rank otherwise",
                schema =
                        @Schema(
                                allowableValues = {"rank", "year", "citations", "id", "newest", "relevance", "movement"
                                }))
        @Nullable
        String sort) {

    /** The same where what was left empty in a form is not asked for. */
    public PaperParameters orWithout() {
        boolean searched = given(q) != null;
        return new PaperParameters(
                given(q),
                searched ? given(mode) : null,
                given(venue),
                given(yearFrom),
                given(yearTo),
                given(author),
                given(hasSummary),
                given(citedBy),
                given(cites),
                given(minRank),
                searched || !"relevance".equals(sort) ? given(sort) : null);
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /**
     * The question.
     *
     * @throws BadParameterException if a value is not allowed
     */
    public PaperQuery query() {
        String text = Parameters.text("q", q, Parameters.LONGEST_SEARCH);
        PaperQuery.Mode how = Parameters.oneOf("mode", mode, PaperQuery.Mode.TEXT);
        PaperQuery.Sort order =
                Parameters.oneOf("sort", sort, text == null ? PaperQuery.Sort.RANK : PaperQuery.Sort.RELEVANCE);
        if (text == null && order == PaperQuery.Sort.RELEVANCE) {
            throw new BadParameterException("sort", "relevance", "another order where there is no q");
        }
        if (text == null && mode != null) {
            throw new BadParameterException("mode", mode, "left out where there is no q");
        }
        PaperFilter filter = new PaperFilter(
                Parameters.text("venue", venue, Parameters.LONGEST_VENUE),
                Parameters.wholeNumber("yearFrom", yearFrom, 0, Parameters.LAST_YEAR),
                Parameters.wholeNumber("yearTo", yearTo, 0, Parameters.LAST_YEAR),
                Parameters.text("author", author, Parameters.LONGEST_AUTHOR),
                Parameters.yesOrNo("hasSummary", hasSummary),
                Parameters.wholeNumber("citedBy", citedBy, 1, Integer.MAX_VALUE),
                Parameters.wholeNumber("cites", cites, 1, Integer.MAX_VALUE));
        return new PaperQuery(
                text, how, filter, Parameters.wholeNumber("minRank", minRank, 1, Integer.MAX_VALUE), order);
    }
}
