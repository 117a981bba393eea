package org.citestream.ingest.feed.crossref;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.feed.FeedReader;
import org.citestream.ingest.feed.FileFormat;
import org.citestream.ingest.feed.LeftOut;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.SourceText;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.WorkDraft;
import org.citestream.ingest.feed.json.Fields;
import org.citestream.ingest.feed.json.JsonRecords;
import org.citestream.ingest.submission.Doi;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads works of Crossref: answers of its REST API (lists and single works), lists of items, and one work a line. A work becomes a
 * submission of source {@code crossref} whose key is its folded DOI.
 *
 * <ul>
 *   <li>Title and subtitle are one title. The year is that of {@code issued}, else of {@code published}; for a serial whose volumes
 *       have their year in the {@linkplain VenueRules venue rules} it is that.
 *   <li>Volumes, issues, series, components, reviews and grants are left out by their type; front matter by its title.
 *   <li>A work that is updated by a retraction, withdrawal or removal is withdrawn, and so is the work that such a notice is about;
 *       the notice itself, or one of a correction, is no paper.
 *   <li>A reference without a DOI is described by what Crossref has of it, or by what its {@linkplain CitationText text} says.
 * </ul>
 */
public final class CrossrefReader implements FeedReader {

    public static final String SOURCE = "crossref";

    private static final Map<String, String> WORDS_BEFORE =
            Map.of("volume", "vol. ", "issue", "no. ", "first-page", "p. ");
    private static final Set<String> RETRACTIONS = Set.of("retraction", "withdrawal", "removal");
    private static final Set<String> CORRECTIONS = Set.of(
            "correction", "corrigendum", "erratum", "clarification", "expression_of_concern", "partial_retraction");
    private static final JsonRecords PAGES = new JsonRecords(
            Set.of("message"),
            Set.of("items"),
            Set.of(
                    "facets",
                    "query",
                    "assertion",
                    "funder",
                    "link",
                    "relation",
                    "clinical-trial-number",
                    "content-domain"));

    private final InstantSource time;
    private final VenueRules venues;
    private final SubmissionRules rules;

    public CrossrefReader(InstantSource time, VenueRules venues) {
        this.time = time;
        this.venues = venues;
        this.rules = new SubmissionRules(time);
    }

    @Override
    public FileFormat format() {
        return FileFormat.CROSSREF;
    }

    @Override
    public ReadingReport read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException {
        Tally tally = new Tally(to);
        readPage(input, feed, tally);
        return tally.report();
    }

    /**
     * Reads an answer of the API to its end.
     *
     * @return what it says beside its works: {@code next-cursor}, {@code total-results}
     * @throws IOException if it is an error of Crossref or can be made sense of no further
     */
    public ObjectNode readPage(InputStream input, String feed, Tally tally) throws IOException {
        return PAGES.read(input, tally, (record, page) -> {
            if (record == null) {
                tally.leaveOut(LeftOut.NOT_FOUND);
                return;
            }
            JsonNode status = page.isEmpty() ? record : page;
            if ("failed".equals(Fields.text(status, "status"))) {
                throw new IOException("the answer is an error of Crossref: " + error(record));
            }
            String kind = Fields.text(page, "message-type");
            if (kind != null && !kind.startsWith("work") || "work-agency".equals(kind)) {
                tally.leaveOut(LeftOut.NOT_A_WORK);
            } else {
                readWork(record, feed, tally);
            }
        });
    }

    private static String error(JsonNode answer) {
        String message = answer.path("message").toString();
        return message.substring(0, Math.min(message.length(), 300));
    }

    private void readWork(ObjectNode work, String feed, Tally tally) {
        Instant now = time.instant();
        List<JsonNode> updates = Fields.objects(work, "update-to");
        if (concerns(updates, RETRACTIONS)) {
            retract(work, updates, feed, now, tally);
            return;
        }
        if (concerns(updates, CORRECTIONS)) {
            tally.leaveOut(LeftOut.NOTICE);
            return;
        }
        WorkDraft draft = new WorkDraft(rules, venues, SOURCE);
        String doi = Fields.text(work, "DOI");
        if (doi != null) {
            draft.doi(doi);
            draft.key(Doi.fold(doi).orElse(null));
        }
        where(work, draft);
        String leftOut = leftOut(Fields.text(work, "type"), draft);
        if (leftOut != null) {
            tally.leaveOut(leftOut);
            return;
        }
        if (concerns(Fields.objects(work, "updated-by"), RETRACTIONS)) {
            draft.withdrawn();
        }
        draft.title(title(work));
        draft.year(year(work));
        authors(work, draft);
        draft.abstractText(SourceText.ofJats(Fields.text(work, "abstract")), licence(work));
        String address = Fields.text(work, "resource", "primary", "URL");
        draft.url(address == null ? Fields.text(work, "URL") : address);
        for (JsonNode reference : Fields.objects(work, "reference")) {
            reference(reference, draft);
        }
        draft.finish(tally, feed, now);
    }

    private static boolean concerns(List<JsonNode> updates, Set<String> kinds) {
        return updates.stream().anyMatch(update -> isOf(update, kinds));
    }

    private static boolean isOf(JsonNode update, Set<String> kinds) {
        String kind = Fields.text(update, "type");
        return kind != null && kinds.contains(kind.toLowerCase(Locale.ROOT).replace('-', '_'));
    }

    /** The notice is a record of its own, so that nothing that is said of the work later undoes it. */
    private static void retract(JsonNode notice, List<JsonNode> updates, String feed, Instant now, Tally tally) {
        String own = Fields.text(notice, "DOI");
        Optional<String> ownKey = own == null ? Optional.empty() : Doi.fold(own);
        Set<String> retracted = new TreeSet<>();
        for (JsonNode update : updates) {
            String doi = Fields.text(update, "DOI");
            if (doi != null && isOf(update, RETRACTIONS)) {
                Doi.fold(doi).ifPresent(retracted::add);
            }
        }
        if (retracted.isEmpty() || ownKey.isEmpty()) {
            tally.leaveOut(LeftOut.NOTICE);
            return;
        }
        Long year = year(notice);
        List<Submission> retractions = new ArrayList<>();
        for (String doi : retracted) {
            retractions.add(new SubmittedPaper(
                    SOURCE,
                    retracted.size() == 1 ? ownKey.get() : ownKey.get() + "#" + doi,
                    "Retraction of " + doi,
                    List.of(),
                    null,
                    year == null ? now.atOffset(ZoneOffset.UTC).getYear() : year.intValue(),
                    doi,
                    null,
                    null,
                    null,
                    List.of(),
                    Boolean.TRUE,
                    Boolean.TRUE,
                    List.of(),
                    feed,
                    now));
        }
        tally.accept(retractions);
    }

    private static void where(JsonNode work, WorkDraft draft) {
        Fields.texts(work, "ISSN").forEach(draft::issn);
        Fields.texts(work, "container-title").forEach(draft::container);
        Fields.texts(work, "short-container-title").forEach(draft::container);
        draft.container(Fields.text(work, "event", "name"));
        String number = Fields.text(work, "issue");
        draft.issue(Fields.text(work, "volume"), number == null ? Fields.text(work, "journal-issue", "issue") : number);
    }

    private static @Nullable String leftOut(@Nullable String type, WorkDraft draft) {
        return switch (type == null ? "" : type) {
            case "journal",
                    "journal-volume",
                    "journal-issue",
                    "proceedings",
                    "proceedings-series",
                    "book-series",
                    "book-set",
                    "report-series",
                    "standard-series" -> LeftOut.WHOLE_VOLUME;
            // In a venue these are the proceedings themselves; elsewhere they are works.
            case "book", "edited-book", "monograph", "reference-book" ->
                draft.isOfTheVenues() ? LeftOut.WHOLE_VOLUME : null;
            case "component", "peer-review", "sa-component", "report-component" -> LeftOut.PART_OF_WORK;
            case "grant", "database" -> LeftOut.NOT_A_WORK;
            default -> null;
        };
    }

    private static @Nullable String title(JsonNode work) {
        String title = Fields.text(work, "title");
        String subtitle = Fields.text(work, "subtitle");
        if (title == null || subtitle == null || subtitle.isBlank()) {
            return title;
        }
        boolean holdsIt = title.toLowerCase(Locale.ROOT).contains(subtitle.toLowerCase(Locale.ROOT));
        String head = title.strip();
        return holdsIt ? title : head + (head.endsWith(":") || head.endsWith("?") ? " " : ": ") + subtitle.strip();
    }

    private static @Nullable Long year(JsonNode work) {
        for (String date : List.of("issued", "published", "published-print", "published-online")) {
            JsonNode parts = Fields.at(work, date, "date-parts");
            JsonNode first = parts == null ? null : parts.path(0).get(0);
            if (first != null && first.isIntegralNumber()) {
                return first.longValue();
            }
        }
        return null;
    }

    private static void authors(JsonNode work, WorkDraft draft) {
        for (JsonNode author : Fields.objects(work, "author")) {
            String given = Fields.text(author, "given");
            String family = Fields.text(author, "family");
            String suffix = Fields.text(author, "suffix");
            String name = family == null
                    ? Fields.text(author, given == null ? "name" : "given")
                    : (given == null ? "" : given + " ") + family + (suffix == null ? "" : " " + suffix);
            draft.author(name, Fields.text(author, "ORCID"));
        }
    }

    /** The licence of the version of record: Crossref states none of abstracts alone. */
    private static @Nullable String licence(JsonNode work) {
        String any = null;
        for (JsonNode licence : Fields.objects(work, "license")) {
            String url = Fields.text(licence, "URL");
            if (url != null && "vor".equals(Fields.text(licence, "content-version"))) {
                return url;
            }
            any = any == null && !"tdm".equals(Fields.text(licence, "content-version")) ? url : any;
        }
        return any;
    }

    private static void reference(JsonNode reference, WorkDraft draft) {
        String title = Fields.text(reference, "article-title");
        if (title == null) {
            title = Fields.text(reference, "volume-title");
        }
        String doi = Fields.text(reference, "DOI");
        String year = Fields.text(reference, "year");
        String author = Fields.text(reference, "author");
        String text = SourceText.plain(Fields.text(reference, "unstructured"));
        boolean hasTitle = title != null;
        if (text != null && (title == null || doi == null)) {
            CitationText said = CitationText.of(text);
            doi = doi == null ? said.doi() : doi;
            if (title == null) {
                title = said.title();
                year = year == null ? said.year() : year;
                author = author == null ? said.author() : author;
            }
        }
        draft.reference(draft.cited(
                doi == null ? null : "doi:" + doi,
                title,
                year,
                author,
                hasTitle ? null : text != null ? text : title == null ? where(reference) : null));
    }

    /** What stands in for the text of an entry of which only the parts are told, and no title among them. */
    private static @Nullable String where(JsonNode reference) {
        String where = Stream.of("journal-title", "series-title", "volume", "issue", "first-page")
                .map(field -> {
                    String value = Fields.text(reference, field);
                    return value == null || value.isBlank()
                            ? null
                            : WORDS_BEFORE.getOrDefault(field, "") + value.strip();
                })
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
        return where.isEmpty() ? null : where;
    }
}
