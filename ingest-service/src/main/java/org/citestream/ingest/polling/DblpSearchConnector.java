package org.citestream.ingest.polling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.dblp.DblpSearchReader;
import org.citestream.ingest.feed.json.Fields;
import org.citestream.ingest.submission.Reading;
import tools.jackson.databind.node.ObjectNode;

/** Tables of contents and other searches of DBLP, one after the other, each to its end; there is no "since". */
final class DblpSearchConnector implements Connector {

    private final String feed;
    private final FeedSettings settings;
    private final SourceHttp http;
    private final DblpSearchReader reader;

    DblpSearchConnector(String feed, FeedSettings settings, SourceHttp http, DblpSearchReader reader) {
        this.feed = feed;
        this.settings = settings;
        this.http = http;
        this.reader = reader;
    }

    @Override
    public Part next(Map<String, String> checkpoint) throws IOException, InterruptedException {
        int query = Integer.parseInt(checkpoint.getOrDefault("query", "0"));
        long first = Long.parseLong(checkpoint.getOrDefault("first", "0"));
        if (query >= settings.queries().size()) {
            return Part.nothing(totals(checkpoint));
        }
        String text = settings.queries().get(query);
        List<Reading> readings = new ArrayList<>();
        Tally tally = new Tally(readings::add);
        ObjectNode page;
        try (SourceHttp.Answer answer = http.get(new Address(settings.address())
                .with("q", text)
                .with("format", "json")
                .with("h", settings.pageSize())
                .with("f", first)
                .with("c", 0)
                .uri())) {
            page = reader.readPage(answer.content("{", CrossrefConnector.MAX_PAGE_BYTES), feed, tally);
        }
        Long total = Fields.number(page, "@total");
        if (total == null && Fields.at(page, "status") == null) {
            throw new UnexpectedAnswerException("the answer of DBLP is none of its search");
        }
        String known = "total of " + text;
        long before = Long.parseLong(checkpoint.getOrDefault(known, "0"));
        long found = total == null ? 0 : total; // an answer without hits tells no total
        if (found < before / 2) {
            throw new UnexpectedAnswerException(
                    "the search for " + text + " finds " + found + " records, where the last one found " + before);
        }
        long seen = first + tally.report().read();
        boolean queryDone = total == null || seen >= total;
        if (!queryDone && tally.report().read() == 0) {
            throw new UnexpectedAnswerException("the hits for " + text + " end after " + seen + " of " + total);
        }
        boolean last = queryDone && query + 1 == settings.queries().size();
        Map<String, String> after = totals(checkpoint);
        if (total != null) {
            after.put(known, Long.toString(total));
        }
        if (!last) {
            after.put("query", Integer.toString(queryDone ? query + 1 : query));
            if (!queryDone) {
                after.put("first", Long.toString(seen));
            }
        }
        return Part.page(readings, tally.report(), after, last);
    }

    /** What a list held is known from run to run, since one that has shrunk to less than half is taken for a mistake of the source. */
    private static Map<String, String> totals(Map<String, String> checkpoint) {
        Map<String, String> totals = new HashMap<>(checkpoint);
        totals.remove("query");
        totals.remove("first");
        return totals;
    }

    @Override
    public Map<String, String> restarted(Map<String, String> checkpoint) {
        return totals(checkpoint);
    }
}
