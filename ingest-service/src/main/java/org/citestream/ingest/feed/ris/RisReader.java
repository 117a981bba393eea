package org.citestream.ingest.feed.ris;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.citestream.ingest.feed.FeedReader;
import org.citestream.ingest.feed.FileFormat;
import org.citestream.ingest.feed.LeftOut;
import org.citestream.ingest.feed.Lines;
import org.citestream.ingest.feed.PersonName;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.WorkDraft;
import org.citestream.ingest.submission.Doi;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads RIS: lines of a tag, two blanks, a hyphen, a blank and a value; a record goes from {@code TY} to {@code ER}. A record becomes a
 * submission of source {@code ris}. Its key is a hash of title, year and first
 * author, since everybody numbers their own; so the same record read again is the same.
 */
public final class RisReader implements FeedReader {

    public static final String SOURCE = "ris";

    private static final Pattern TAGGED = Pattern.compile("^([A-Z][A-Z0-9]) {1,2}-(?: (.*)|)$");
    private static final int LONGEST_LINE = 200_000;
    private static final int MAX_VALUES = 20_000;
    private static final int LONGEST_RECORD = 2_000_000;

    private final InstantSource time;
    private final VenueRules venues;
    private final SubmissionRules rules;

    public RisReader(InstantSource time, VenueRules venues) {
        this.time = time;
        this.venues = venues;
        this.rules = new SubmissionRules(time);
    }

    @Override
    public FileFormat format() {
        return FileFormat.RIS;
    }

    @Override
    public ReadingReport read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException {
        Tally tally = new Tally(to);
        Lines lines = new Lines(input, LONGEST_LINE);
        Draft record = null;
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                Matcher tagged = TAGGED.matcher(line.stripTrailing());
                String tag = tagged.matches() ? tagged.group(1) : null;
                String value = tag == null || tagged.group(2) == null
                        ? ""
                        : tagged.group(2).strip();
                if ("TY".equals(tag)) {
                    if (record != null) {
                        tally.refuse(null, "ER", "is missing before the next record");
                    }
                    record = new Draft(value);
                } else if (record != null) {
                    if ("ER".equals(tag)) {
                        finish(record, feed, tally);
                        record = null;
                    } else {
                        record.add(tag, tag == null ? line.strip() : value, lines.wasCut());
                    }
                }
            }
        } catch (IOException e) {
            throw tally.brokenOff(String.valueOf(e.getMessage()), e);
        }
        if (record != null) {
            tally.refuse(null, "ER", "is missing: the input ends inside of a record");
        }
        return tally.report();
    }

    private void finish(Draft record, String feed, Tally tally) {
        switch (record.type) {
            case "JFULL", "CONF" -> {
                // CONF is the proceedings; many write it for a paper in them, which then has a title beside theirs.
                if (record.type.equals("JFULL") || record.all("AU", "A1").isEmpty()) {
                    tally.leaveOut(LeftOut.WHOLE_VOLUME);
                    return;
                }
            }
            default -> {}
        }
        WorkDraft draft = new WorkDraft(rules, venues, SOURCE);
        if (record.refusal != null) {
            draft.refuse("", record.refusal);
        }
        String title = record.first("TI", "T1", "CT");
        List<String> authors = record.all("AU", "A1");
        String year = record.first("PY", "Y1", "DA");
        String doi = doi(record);
        draft.doi(doi);
        String id = record.first("ID", "AN");
        draft.title(title);
        authors.forEach(name -> draft.author(PersonName.inOrder(name), null));
        draft.yearIn(year);
        draft.abstractText(record.first("AB", "N2"), null);
        draft.url(record.first("UR", "L2", "LK"));
        for (String issn : record.all("SN")) {
            draft.issn(issn.split("[ (;]", 2)[0]);
        }
        for (String container : record.all("T2", "JO", "JF", "JA", "BT", "C3")) {
            draft.container(container);
        }
        draft.issue(record.first("VL"), record.first("IS"));
        draft.keyByContent(id);
        draft.finish(tally, feed, time.instant());
    }

    private static @Nullable String doi(Draft record) {
        String doi = record.first("DO", "M3");
        if (doi != null && Doi.fold(doi).isPresent()) {
            return doi;
        }
        for (String address : record.all("UR", "LK")) {
            if (Doi.inLink(address).isPresent()) {
                return address;
            }
        }
        return record.first("DO");
    }

    /** The lines of one record by their tags. */
    private static final class Draft {

        private final String type;
        private final Map<String, List<StringBuilder>> values = new TreeMap<>();
        private int count;
        private int length;
        private String last = "";
        private @Nullable String refusal;

        Draft(String type) {
            this.type = type.toUpperCase(Locale.ROOT);
        }

        /** A line without a tag goes on with the value before it. */
        void add(@Nullable String tag, String value, boolean cut) {
            count++;
            length += value.length();
            if (cut || count > MAX_VALUES || length > LONGEST_RECORD) {
                count = Math.min(count, MAX_VALUES + 1);
                length = Math.min(length, LONGEST_RECORD + 1);
                refusal = cut
                        ? "has a line that is too long"
                        : count > MAX_VALUES ? "has more than 20,000 lines" : "has more than 2,000,000 characters";
                return;
            }
            if (value.indexOf('\uFFFD') >= 0) {
                refusal = "holds bytes that are not UTF-8";
            }
            if (value.isEmpty()) {
                return;
            }
            if (tag != null) {
                last = tag;
                values.computeIfAbsent(tag, _ -> new ArrayList<>()).add(new StringBuilder(value));
                return;
            }
            List<StringBuilder> before = values.get(last);
            if (before != null) {
                StringBuilder whole = before.getLast();
                if (whole.length() + value.length() >= LONGEST_LINE) {
                    refusal = "has a value that is too long";
                } else {
                    whole.append(' ').append(value);
                }
            }
        }

        @Nullable
        String first(String... tags) {
            List<String> all = all(tags);
            return all.isEmpty() ? null : all.getFirst();
        }

        /** The values of these tags, in the order of the tags. */
        List<String> all(String... tags) {
            List<String> all = new ArrayList<>();
            for (String tag : tags) {
                values.getOrDefault(tag, List.of()).forEach(value -> all.add(value.toString()));
            }
            return all;
        }
    }
}
