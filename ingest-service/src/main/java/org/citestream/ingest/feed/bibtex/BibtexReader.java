package org.citestream.ingest.feed.bibtex;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.citestream.ingest.feed.FeedReader;
import org.citestream.ingest.feed.FileFormat;
import org.citestream.ingest.feed.LeftOut;
import org.citestream.ingest.feed.PersonName;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.WorkDraft;
import org.citestream.ingest.submission.Doi;
import org.citestream.ingest.submission.IdentityKey;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads BibTeX. An entry becomes a submission of source {@code bibtex}. Its key is a hash of title, year and first author, since
 * everybody has citation keys of their own; an entry exported by DBLP ({@code DBLP:conf/vldb/…}) keeps that key, says that it is of the same
 * work as DBLP's record, and its stream tells the venue. Proceedings and periodicals are left out.
 *
 * <p>An entry that cannot be read is refused alone. Bytes that are not UTF-8 refuse their entry rather than spoil a name.
 */
public final class BibtexReader implements FeedReader {

    public static final String SOURCE = "bibtex";

    private static final String DBLP_KEY = "DBLP:";

    private final InstantSource time;
    private final VenueRules venues;
    private final SubmissionRules rules;

    public BibtexReader(InstantSource time, VenueRules venues) {
        this.time = time;
        this.venues = venues;
        this.rules = new SubmissionRules(time);
    }

    @Override
    public FileFormat format() {
        return FileFormat.BIBTEX;
    }

    @Override
    public ReadingReport read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException {
        Tally tally = new Tally(to);
        try {
            BibtexParser parser = new BibtexParser(input);
            for (BibtexEntry entry = parser.next(); entry != null; entry = parser.next()) {
                switch (entry) {
                    case BibtexEntry.Broken broken ->
                        tally.refuse(
                                broken.key() == null || broken.key().isEmpty()
                                        ? null
                                        : IdentityKey.of(SOURCE, broken.key()),
                                "",
                                broken.reason());
                    case BibtexEntry.Whole whole -> readEntry(whole, feed, tally);
                }
            }
        } catch (IOException e) {
            throw tally.brokenOff(String.valueOf(e.getMessage()), e);
        }
        return tally.report();
    }

    private void readEntry(BibtexEntry.Whole entry, String feed, Tally tally) {
        switch (entry.type()) {
            case "proceedings", "periodical", "collection", "mvproceedings", "mvcollection" -> {
                tally.leaveOut(LeftOut.WHOLE_VOLUME);
                return;
            }
            default -> {}
        }
        boolean ofDblp = entry.key().startsWith(DBLP_KEY);
        WorkDraft draft = new WorkDraft(rules, venues, SOURCE);
        if (ofDblp) {
            draft.key(entry.key());
            draft.streamKey(entry.key().substring(DBLP_KEY.length()));
            draft.sameAs("dblp", entry.key().substring(DBLP_KEY.length()));
        }
        entry.fields().forEach((field, value) -> {
            if (value.indexOf('\uFFFD') >= 0) {
                draft.refuse(field, "holds bytes that are not UTF-8");
            }
        });
        Map<String, String> fields = entry.fields();
        draft.title(text(fields, "title"));
        for (String name : names(fields.getOrDefault("author", ""))) {
            draft.author(name, null);
        }
        String year = text(fields, "year");
        draft.yearIn(year == null ? text(fields, "date") : year);
        String doi = text(fields, "doi");
        String address = text(fields, "url");
        if (doi != null) {
            draft.doi(doi);
        } else if (address != null) {
            draft.doi(Doi.inLink(address).orElse(null));
        }
        draft.url(address);
        draft.abstractText(text(fields, "abstract"), null);
        draft.issn(text(fields, "issn"));
        for (String field : List.of("journal", "journaltitle", "booktitle", "series")) {
            draft.container(text(fields, field));
        }
        String number = text(fields, "number");
        draft.issue(text(fields, "volume"), number == null ? text(fields, "issue") : number);
        if (!ofDblp) {
            draft.keyByContent(entry.key());
        }
        draft.finish(tally, feed, time.instant());
    }

    private static @Nullable String text(Map<String, String> fields, String name) {
        String value = fields.get(name);
        return value == null || value.isBlank() ? null : Latex.text(value);
    }

    /** Parted by {@code and} outside of braces; a name in braces is not taken apart; {@code others} is nobody. */
    static List<String> names(String authors) {
        List<String> names = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < authors.length(); i++) {
            char c = authors.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0
                    && Character.isWhitespace(c)
                    && authors.regionMatches(true, i + 1, "and", 0, 3)
                    && i + 4 < authors.length()
                    && Character.isWhitespace(authors.charAt(i + 4))) {
                names.add(authors.substring(begin, i));
                begin = i + 4;
                i += 3;
            }
        }
        names.add(authors.substring(begin));
        return names.stream()
                .map(String::strip)
                .filter(name ->
                        !name.isEmpty() && !name.toLowerCase(Locale.ROOT).equals("others"))
                .map(name -> isOneGroup(name) ? Latex.text(name) : PersonName.inOrder(Latex.text(name)))
                .toList();
    }

    /** Whether one pair of braces encloses it all, as around the name of an organisation. */
    private static boolean isOneGroup(String name) {
        if (!name.startsWith("{") || !name.endsWith("}")) {
            return false;
        }
        int depth = 0;
        for (int i = 0; i < name.length() - 1; i++) {
            depth += name.charAt(i) == '{' ? 1 : name.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return false;
            }
        }
        return true;
    }
}
