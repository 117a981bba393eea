package org.citestream.ingest.feed.csv;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.citestream.events.SubmittedCitation;
import org.citestream.ingest.feed.FeedReader;
import org.citestream.ingest.feed.FileFormat;
import org.citestream.ingest.feed.Lines;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.submission.IdentityKey;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.RefusedValueException;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of citing and cited keys, one pair a line, parted by comma, semicolon or tab, with or without a heading. A heading
 * names the columns {@code citing}, {@code cited} and {@code source} in any order, and others that are passed over. Without a heading
 * the first column is the citing key, the second the cited one, the third the source; without a source it is {@code csv}.
 *
 * <p>A record is a line, also inside of quotation marks, so that one that is missing spoils no more than its line. Blank lines and
 * those that begin with a number sign are no records.
 */
public final class CitationPairsReader implements FeedReader {

    public static final String SOURCE = "csv";

    private static final int LONGEST_LINE = 10_000;

    private final InstantSource time;
    private final SubmissionRules rules;

    public CitationPairsReader(InstantSource time) {
        this.time = time;
        this.rules = new SubmissionRules(time);
    }

    @Override
    public FileFormat format() {
        return FileFormat.CITATION_PAIRS;
    }

    /** Where the columns are. */
    private record Columns(char separator, int citing, int cited, int source) {}

    @Override
    public ReadingReport read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException {
        Tally tally = new Tally(to);
        Lines lines = new Lines(input, LONGEST_LINE);
        Columns columns = null;
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (columns == null) {
                    char separator = separatorOf(line);
                    columns = heading(cells(line, separator), separator);
                    if (columns != null) {
                        continue;
                    }
                    columns = new Columns(separator, 0, 1, 2);
                }
                if (lines.wasCut()) {
                    tally.refuse(null, "", "is too long: at most 10,000 characters are allowed in a line");
                } else {
                    readPair(cells(line, columns.separator), columns, feed, tally);
                }
            }
        } catch (IOException e) {
            throw tally.brokenOff(String.valueOf(e.getMessage()), e);
        }
        return tally.report();
    }

    private void readPair(List<String> cells, Columns columns, String feed, Tally tally) {
        Optional<String> citing = IdentityKey.fold(cell(cells, columns.citing));
        Optional<String> cited = IdentityKey.fold(cell(cells, columns.cited));
        String source = cell(cells, columns.source);
        try {
            source = source.isEmpty() ? SOURCE : rules.source(source);
        } catch (RefusedValueException e) {
            tally.refuse(null, "source", e.reason());
            return;
        }
        if (citing.isEmpty() || cited.isEmpty()) {
            tally.refuse(
                    null,
                    citing.isEmpty() ? "citing" : "cited",
                    "is no identity key: write doi:10.NNNN/SUFFIX or SOURCE:KEY");
        } else if (citing.equals(cited)) {
            tally.refuse(null, "cited", "is the citing paper itself");
        } else {
            tally.accept(new SubmittedCitation(source, citing.get(), cited.get(), feed, time.instant()));
        }
    }

    private static String cell(List<String> cells, int at) {
        return at < 0 || at >= cells.size() ? "" : cells.get(at).strip();
    }

    private static char separatorOf(String line) {
        for (char separator : new char[] {'\t', ',', ';'}) {
            if (cells(line, separator).size() > 1) {
                return separator;
            }
        }
        return ',';
    }

    /** The columns of a heading, or null where the line is none. */
    private static @Nullable Columns heading(List<String> cells, char separator) {
        List<String> names = cells.stream()
                .map(cell -> cell.strip().toLowerCase(Locale.ROOT))
                .toList();
        int citing = names.indexOf("citing");
        int cited = names.indexOf("cited");
        return citing < 0 || cited < 0 ? null : new Columns(separator, citing, cited, names.indexOf("source"));
    }

    /** Cells in quotation marks may hold the separator, and a quotation mark written twice. */
    private static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == separator && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
