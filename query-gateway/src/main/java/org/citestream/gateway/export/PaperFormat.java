package org.citestream.gateway.export;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.MediaType;

/** A form in which papers leave, one after the other. */
public enum PaperFormat {
    /** One JSON object a line. */
    NDJSON("ndjson", "application/x-ndjson", "", "", "", JsonForms::line),
    /** Comma-separated, RFC 4180, with a heading. */
    CSV("csv", "text/csv;charset=UTF-8", Csv.HEADING, "", "", Csv::row),
    /** BibTeX. */
    BIBTEX("bib", "application/x-bibtex;charset=UTF-8", "", "\n", "", BibTex::entry),
    /** RIS. */
    RIS("ris", "application/x-research-info-systems;charset=UTF-8", "", "", "", Ris::record),
    /** CSL-JSON, an array. */
    CSL_JSON("csl", "application/vnd.citationstyles.csl+json", "[", ",\n", "]\n", JsonForms::csl);

    private final String suffix;
    private final MediaType mediaType;
    private final String before;
    private final String between;
    private final String after;
    private final Function<ExportedPaper, String> writer;

    PaperFormat(
            String suffix,
            String mediaType,
            String before,
            String between,
            String after,
            Function<ExportedPaper, String> writer) {
        this.suffix = suffix;
        this.mediaType = MediaType.parseMediaType(mediaType);
        this.before = before;
        this.between = between;
        this.after = after;
        this.writer = writer;
    }

    /** The form of a suffix such as {@code bib}. */
    public static Optional<PaperFormat> ofSuffix(String suffix) {
        return Arrays.stream(values())
                .filter(each -> each.suffix.equals(suffix))
                .findFirst();
    }

    /** The form of a media type. */
    public static Optional<PaperFormat> of(MediaType type) {
        return Arrays.stream(values())
                .filter(each -> each.mediaType.equalsTypeAndSubtype(type))
                .findFirst();
    }

    /** What stands behind a dot. */
    public String suffix() {
        return suffix;
    }

    /** What is said of it over HTTP. */
    public MediaType mediaType() {
        return mediaType;
    }

    /** What comes first. */
    public String before() {
        return before;
    }

    /** What stands between two papers. */
    public String between() {
        return between;
    }

    /** What comes last. */
    public String after() {
        return after;
    }

    /** A paper. */
    public String write(ExportedPaper paper) {
        return writer.apply(paper);
    }

    /** A single paper, whole. */
    public String document(ExportedPaper paper) {
        return before + write(paper) + after;
    }
}
