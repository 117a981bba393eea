package org.citestream.ingest.polling;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citestream.ingest.feed.LeftOut;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.dblp.DblpReader;
import org.citestream.ingest.submission.Reading;

/** Single records of DBLP by their keys, which the queries are. */
final class DblpRecordConnector implements Connector {

    private static final Set<Integer> GONE = Set.of(404, 410);
    private static final long MAX_RECORD_BYTES = 16L * 1024 * 1024;

    private final String feed;
    private final FeedSettings settings;
    private final SourceHttp http;
    private final DblpReader reader;

    DblpRecordConnector(String feed, FeedSettings settings, SourceHttp http, DblpReader reader) {
        this.feed = feed;
        this.settings = settings;
        this.http = http;
        this.reader = reader;
    }

    @Override
    public Part next(Map<String, String> checkpoint) throws IOException, InterruptedException {
        int at = Integer.parseInt(checkpoint.getOrDefault("key", "0"));
        if (at >= settings.queries().size()) {
            return Part.nothing(Map.of());
        }
        List<Reading> readings = new ArrayList<>();
        ReadingReport report;
        try (SourceHttp.Answer answer = http.get(
                URI.create(settings.address() + "/" + settings.queries().get(at) + ".xml"))) {
            report = reader.read(answer.content("<", MAX_RECORD_BYTES), feed, readings::add);
        } catch (StatusException e) {
            if (!GONE.contains(e.status())) {
                throw e;
            }
            Tally tally = new Tally(readings::add);
            tally.leaveOut(LeftOut.NOT_FOUND);
            report = tally.report();
        }
        boolean last = at + 1 == settings.queries().size();
        return Part.page(readings, report, last ? Map.of() : Map.of("key", Integer.toString(at + 1)), last);
    }

    @Override
    public Map<String, String> restarted(Map<String, String> checkpoint) {
        return Map.of();
    }
}
