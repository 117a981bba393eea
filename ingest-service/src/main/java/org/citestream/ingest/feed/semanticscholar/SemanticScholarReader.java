package org.citestream.ingest.feed.semanticscholar;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
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
 * Reads papers of Semantic Scholar: answers of its API (batches, searches, single papers), and one a line. A paper becomes a
 * submission of source {@code semantic-scholar} whose key is its {@code paperId}.
 *
 * <p>A cited work is named by its DOI, else by its DBLP key, else by its {@code paperId}, and described beside. A page of citations
 * or references says only in the address that it was asked for under which other paper it is about: in a file its records can be
 * given to none, and are left out.
 */
public final class SemanticScholarReader implements FeedReader {

    public static final String SOURCE = "semantic-scholar";

    private static final String OTHER_END_UNKNOWN = "a citation whose other paper only the request named";
    private static final JsonRecords PAGES = new JsonRecords(
            Set.of(),
            Set.of("data", "recommendedPapers"),
            Set.of("citations", "embedding", "tldr", "s2FieldsOfStudy", "fieldsOfStudy", "citationStyles"));

    private final InstantSource time;
    private final VenueRules venues;
    private final SubmissionRules rules;

    public SemanticScholarReader(InstantSource time, VenueRules venues) {
        this.time = time;
        this.venues = venues;
        this.rules = new SubmissionRules(time);
    }

    @Override
    public FileFormat format() {
        return FileFormat.SEMANTIC_SCHOLAR;
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
     * @return what it says beside its papers: {@code next}, {@code token}
     */
    public ObjectNode readPage(InputStream input, String feed, Tally tally) throws IOException {
        return PAGES.read(input, tally, (record, page) -> {
            if (record == null) {
                tally.leaveOut(LeftOut.NOT_FOUND);
            } else if (record.has("error") || record.has("message")) {
                String error = Fields.text(record, "error");
                throw new IOException("the answer is an error of Semantic Scholar: "
                        + (error == null ? Fields.text(record, "message") : error));
            } else if (record.has("citedPaper") || record.has("citingPaper")) {
                tally.leaveOut(OTHER_END_UNKNOWN);
            } else {
                readPaper(record, feed, tally);
            }
        });
    }

    private void readPaper(ObjectNode paper, String feed, Tally tally) {
        if (!paper.has("paperId")) {
            tally.leaveOut(LeftOut.NOT_A_WORK);
            return;
        }
        WorkDraft draft = new WorkDraft(rules, venues, SOURCE);
        draft.key(Fields.text(paper, "paperId"));
        draft.doi(Fields.text(paper, "externalIds", "DOI"));
        where(paper, draft);
        if (Fields.texts(paper, "publicationTypes").contains("Editorial")) {
            tally.leaveOut(LeftOut.FRONT_MATTER);
            return;
        }
        draft.title(Fields.text(paper, "title"));
        draft.year(Fields.number(paper, "year"));
        for (JsonNode author : Fields.objects(paper, "authors")) {
            draft.author(Fields.text(author, "name"), Fields.text(author, "externalIds", "ORCID"));
        }
        draft.abstractText(Fields.text(paper, "abstract"), Fields.text(paper, "openAccessPdf", "license"));
        draft.url(Fields.text(paper, "url"));
        for (JsonNode cited : Fields.objects(paper, "references")) {
            JsonNode inside = Fields.at(cited, "citedPaper");
            draft.reference(cited(draft, inside == null ? cited : inside));
        }
        draft.finish(tally, feed, time.instant());
    }

    private static void where(JsonNode paper, WorkDraft draft) {
        draft.issn(Fields.text(paper, "publicationVenue", "issn"));
        Fields.texts(paper, "publicationVenue", "alternate_issns").forEach(draft::issn);
        draft.container(Fields.text(paper, "journal", "name"));
        draft.container(Fields.text(paper, "venue"));
        draft.container(Fields.text(paper, "publicationVenue", "name"));
        String volume = Fields.text(paper, "journal", "volume");
        // "16" or "16(3)"
        String[] parts = volume == null ? new String[0] : volume.strip().split("[() ]+", 3);
        draft.issue(parts.length > 0 ? parts[0] : null, parts.length > 1 ? parts[1] : null);
    }

    private static SubmittedReference cited(WorkDraft draft, JsonNode cited) {
        return draft.cited(
                keyOf(cited),
                Fields.text(cited, "title"),
                Fields.text(cited, "year"),
                Fields.objects(cited, "authors").stream()
                        .findFirst()
                        .map(first -> Fields.text(first, "name"))
                        .orElse(null));
    }

    /** The name that most sources know it by. */
    private static @Nullable String keyOf(JsonNode paper) {
        String doi = Fields.text(paper, "externalIds", "DOI");
        if (doi != null) {
            return "doi:" + doi;
        }
        String dblp = Fields.text(paper, "externalIds", "DBLP");
        if (dblp != null) {
            return IdentityKey.of("dblp", dblp);
        }
        String id = Fields.text(paper, "paperId");
        return id == null ? null : IdentityKey.of(SOURCE, id);
    }
}
