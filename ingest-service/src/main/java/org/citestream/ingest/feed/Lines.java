package org.citestream.ingest.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a text in UTF-8, none of them held longer than a limit. What is not UTF-8 becomes the replacement character. */
public final class Lines {

    private final Reader reader;
    private final int limit;
    private final StringBuilder line = new StringBuilder();
    private boolean cut;
    private boolean first = true;
    private boolean afterReturn;

    /**
     * Begins.
     *
     * @param limit most characters of a line; the rest of a longer one is passed over
     */
    public Lines(InputStream input, int limit) {
        this.reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8), 1 << 16);
        this.limit = limit;
    }

    /** The next line without its end, or null after the last. */
    public @Nullable String next() throws IOException {
        line.setLength(0);
        cut = false;
        boolean any = false;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = c == '\r';
            any = true;
            if (c == '\n' || c == '\r') {
                return text();
            }
            if (line.length() < limit) {
                line.append((char) c);
            } else {
                cut = true;
            }
        }
        return any ? text() : null;
    }

    /** Whether the last line was longer than the limit. */
    public boolean wasCut() {
        return cut;
    }

    private String text() {
        boolean marked = first && !line.isEmpty() && line.charAt(0) == '\uFEFF';
        first = false;
        return marked ? line.substring(1) : line.toString();
    }
}
