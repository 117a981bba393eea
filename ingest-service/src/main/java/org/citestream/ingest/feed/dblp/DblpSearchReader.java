package org.citestream.ingest.feed.dblp;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.citestream.ingest.feed.FeedReader;
import org.citestream.ingest.feed.FileFormat;
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
 * Reads answers of DBLP's search for publications, as the table of contents of a volume is asked for. Its records are those of the
 * dump under the same keys, but without ORCID iDs and without what they cite, so they are handed on as excerpts.
 */
public final class DblpSearchReader implements FeedReader {

    private static final JsonRecords PAGES =
            new JsonRecords(Set.of("result", "hits"), Set.of("hit"), Set.of("completions"));

    private final InstantSource time;
    private final VenueRules venues;
    private final SubmissionRules rules;

    public DblpSearchReader(InstantSource time, VenueRules venues) {
        this.time = time;
        this.venues = venues;
        this.rules = new SubmissionRules(time);
    }

    @Override
    public FileFormat format() {
        return FileFormat.DBLP_SEARCH;
    }

    @Override
    public ReadingReport read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException {
        Tally tally = new Tally(to);
        readPage(input, feed, tally);
        return tally.report();
    }

    /**
     * Reads an answer to its end.
     *
     * @return what it says beside its hits: {@code @total}, {@code @sent}, {@code @first}
     * @throws IOException if it can be made sense of no further
     */
    public ObjectNode readPage(InputStream input, String feed, Tally tally) throws IOException {
        return PAGES.read(input, tally, (hit, page) -> {
            JsonNode info = Fields.at(hit, "info");
            if (info != null) {
                readHit(info, feed, tally);
            } else if (hit != null && !hit.has("@total")) {
                // An answer without hits has no list of them.
                tally.refuse(null, "info", "is missing");
            }
        });
    }

    private void readHit(JsonNode info, String feed, Tally tally) {
        String key = Fields.text(info, "key");
        if (key != null && venues.ruleFor(key) == null) {
            tally.leaveOut(LeftOut.OTHER_STREAM.reason());
            return;
        }
        String type = Fields.text(info, "type");
        if ("Editorship".equals(type)) {
            tally.leaveOut(LeftOut.PROCEEDINGS.reason());
            return;
        }
        WorkDraft draft = new WorkDraft(rules, venues, DblpRecord.SOURCE);
        draft.excerpt();
        draft.key(key);
        if (key != null) {
            draft.streamKey(key);
        }
        String title = SourceText.plain(Fields.text(info, "title"));
        draft.title(title == null ? null : DblpRecord.withoutFullStop(title.strip()));
        authors(info).forEach(name -> draft.author(name, null));
        draft.year(Fields.number(info, "year"));
        String address = Fields.text(info, "ee");
        String doi = Fields.text(info, "doi");
        draft.doi(doi == null && address != null ? Doi.inLink(address).orElse(null) : doi);
        draft.url(address == null ? Fields.text(info, "url") : address);
        draft.issue(Fields.text(info, "volume"), Fields.text(info, "number"));
        draft.finish(tally, feed, time.instant());
    }

    /** One author is an object, several are a list; either may be a bare name. */
    private static List<String> authors(JsonNode info) {
        List<String> names = new ArrayList<>();
        JsonNode author = Fields.at(info, "authors", "author");
        if (author != null && author.isArray()) {
            author.forEach(each -> add(names, each));
        } else if (author != null) {
            add(names, author);
        }
        return names;
    }

    private static void add(List<String> names, JsonNode author) {
        @Nullable String name = author.isString() ? author.stringValue() : Fields.text(author, "text");
        if (name != null) {
            names.add(name);
        }
    }
}
