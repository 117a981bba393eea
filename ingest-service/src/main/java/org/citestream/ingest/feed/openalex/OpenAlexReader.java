package org.citestream.ingest.feed.openalex;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.feed.FeedReader;
import org.citestream.ingest.feed.FileFormat;
import org.citestream.ingest.feed.LeftOut;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.WorkDraft;
import org.citestream.ingest.feed.json.Fields;
import org.citestream.ingest.feed.json.JsonRecords;
import org.citestream.ingest.submission.IdentityKey;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads works of OpenAlex: answers of its API, single works, and one a line as in its snapshot, in the shape of 2022 (host venue) and
 * since (locations). A work becomes a submission of source {@code openalex} whose key is its id, such as {@code W2741809807}, and
 * so do the works that it refers to.
 *
 * <p>Abstracts are put together from the inverted index. A work that OpenAlex marks as retracted is withdrawn.
 */
public final class OpenAlexReader implements FeedReader {

    public static final String SOURCE = "openalex";

    private static final String ADDRESS = "https://openalex.org/";
    private static final JsonRecords PAGES = new JsonRecords(
            Set.of(),
            Set.of("results"),
            Set.of(
                    "concepts",
                    "topics",
                    "keywords",
                    "mesh",
                    "related_works",
                    "counts_by_year",
                    "locations",
                    "alternate_host_venues",
                    "sustainable_development_goals",
                    "group_by"));

    private final InstantSource time;
    private final VenueRules venues;
    private final SubmissionRules rules;

    public OpenAlexReader(InstantSource time, VenueRules venues) {
        this.time = time;
        this.venues = venues;
        this.rules = new SubmissionRules(time);
    }

    @Override
    public FileFormat format() {
        return FileFormat.OPENALEX;
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
     * @return what it says beside its works: {@code meta} with {@code next_cursor} and {@code count}
     */
    public ObjectNode readPage(InputStream input, String feed, Tally tally) throws IOException {
        return PAGES.read(input, tally, (record, page) -> {
            if (record == null) {
                tally.leaveOut(LeftOut.NOT_FOUND);
            } else if (record.has("error")) {
                throw new IOException("the answer is an error of OpenAlex: " + Fields.text(record, "error") + " "
                        + Fields.text(record, "message"));
            } else {
                readWork(record, feed, tally);
            }
        });
    }

    private void readWork(ObjectNode work, String feed, Tally tally) {
        String id = idOf(Fields.text(work, "id"));
        if (id == null || !id.startsWith("W")) {
            tally.leaveOut(LeftOut.NOT_A_WORK);
            return;
        }
        WorkDraft draft = new WorkDraft(rules, venues, SOURCE);
        draft.key(id);
        draft.doi(Fields.text(work, "doi"));
        where(work, draft);
        String leftOut = leftOut(work);
        if (leftOut != null) {
            tally.leaveOut(leftOut);
            return;
        }
        if (Fields.isTrue(work, "is_retracted")) {
            draft.withdrawn();
        }
        String title = Fields.text(work, "title");
        draft.title(title == null ? Fields.text(work, "display_name") : title);
        draft.year(Fields.number(work, "publication_year"));
        for (JsonNode authorship : Fields.objects(work, "authorships")) {
            String name = Fields.text(authorship, "author", "display_name");
            draft.author(
                    name == null ? Fields.text(authorship, "raw_author_name") : name,
                    Fields.text(authorship, "author", "orcid"));
        }
        JsonNode index = Fields.at(work, "abstract_inverted_index");
        if (index != null) {
            draft.abstractText(InvertedAbstract.text(index), licence(work));
        }
        String address = Fields.text(work, "primary_location", "landing_page_url");
        draft.url(address == null ? Fields.text(work, "host_venue", "url") : address);
        for (String cited : Fields.texts(work, "referenced_works")) {
            String citedId = idOf(cited);
            draft.reference(
                    citedId == null
                            ? SubmittedReference.unnamed()
                            : SubmittedReference.toKey(IdentityKey.of(SOURCE, citedId)));
        }
        draft.finish(tally, feed, time.instant());
    }

    private static @Nullable String idOf(@Nullable String address) {
        if (address == null) {
            return null;
        }
        String id = address.startsWith(ADDRESS) ? address.substring(ADDRESS.length()) : address;
        return id.matches("[A-Za-z][0-9]{1,15}") ? id : null;
    }

    private static void where(JsonNode work, WorkDraft draft) {
        for (JsonNode place :
                new @Nullable JsonNode[] {Fields.at(work, "primary_location", "source"), Fields.at(work, "host_venue")
                }) {
            draft.issn(Fields.text(place, "issn_l"));
            Fields.texts(place, "issn").forEach(draft::issn);
            draft.container(Fields.text(place, "display_name"));
        }
        draft.container(Fields.text(work, "primary_location", "raw_source_name"));
        draft.issue(Fields.text(work, "biblio", "volume"), Fields.text(work, "biblio", "issue"));
    }

    private static @Nullable String leftOut(JsonNode work) {
        if (Fields.isTrue(work, "is_paratext")) {
            return LeftOut.FRONT_MATTER;
        }
        for (String field : new String[] {"type", "type_crossref"}) {
            String type = Fields.text(work, field);
            String leftOut = type == null ? null : LEFT_OUT_BY_TYPE.get(type);
            if (leftOut != null) {
                return leftOut;
            }
        }
        return null;
    }

    private static final Map<String, String> LEFT_OUT_BY_TYPE = Map.ofEntries(
            Map.entry("paratext", LeftOut.FRONT_MATTER),
            Map.entry("editorial", LeftOut.FRONT_MATTER),
            Map.entry("erratum", LeftOut.NOTICE),
            Map.entry("retraction", LeftOut.NOTICE),
            Map.entry("peer-review", LeftOut.PART_OF_WORK),
            Map.entry("component", LeftOut.PART_OF_WORK),
            Map.entry("supplementary-materials", LeftOut.PART_OF_WORK),
            Map.entry("grant", LeftOut.NOT_A_WORK),
            Map.entry("proceedings", LeftOut.WHOLE_VOLUME),
            Map.entry("proceedings-series", LeftOut.WHOLE_VOLUME),
            Map.entry("journal", LeftOut.WHOLE_VOLUME),
            Map.entry("journal-issue", LeftOut.WHOLE_VOLUME),
            Map.entry("journal-volume", LeftOut.WHOLE_VOLUME),
            Map.entry("book-series", LeftOut.WHOLE_VOLUME));

    private static @Nullable String licence(JsonNode work) {
        String licence = Fields.text(work, "primary_location", "license");
        return licence == null ? Fields.text(work, "host_venue", "license") : licence;
    }
}
