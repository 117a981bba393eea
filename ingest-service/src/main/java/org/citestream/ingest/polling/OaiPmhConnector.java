package org.citestream.ingest.polling;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.oaipmh.OaiPage;
import org.citestream.ingest.feed.oaipmh.OaiPmhReader;
import org.citestream.ingest.submission.Reading;

/** Records of a repository from list to list by its tokens; from the day at which it gave the first answer of the last run. */
final class OaiPmhConnector implements Connector {

    private static final int DAY = "2026-11-22".length();

    private final String feed;
    private final FeedSettings settings;
    private final SourceHttp http;
    private final OaiPmhReader reader;

    OaiPmhConnector(String feed, FeedSettings settings, SourceHttp http, OaiPmhReader reader) {
        this.feed = feed;
        this.settings = settings;
        this.http = http;
        this.reader = reader;
    }

    @Override
    public Part next(Map<String, String> checkpoint) throws IOException, InterruptedException {
        String token = checkpoint.get("token");
        String from = checkpoint.getOrDefault("from", settings.from());
        Address address = new Address(settings.address()).with("verb", "ListRecords");
        URI uri = token != null
                ? address.with("resumptionToken", token).uri()
                : address.with("metadataPrefix", settings.metadataPrefix())
                        .with("set", settings.set())
                        .with("from", from)
                        .uri();
        List<Reading> readings = new ArrayList<>();
        Tally tally = new Tally(readings::add);
        OaiPage page;
        try (SourceHttp.Answer answer = http.get(uri)) {
            page = reader.readPage(answer.content("<", CrossrefConnector.MAX_PAGE_BYTES), feed, tally);
        }
        String date = page.responseDate();
        if (date == null || date.length() < DAY) {
            throw new UnexpectedAnswerException("the answer of the repository has no date");
        }
        if ("badResumptionToken".equals(page.errorCode()) && token != null) {
            throw new ExpiredCursorException("the repository no longer knows its token: " + page.error());
        }
        if (page.errorCode() != null && !"noRecordsMatch".equals(page.errorCode())) {
            throw new UnexpectedAnswerException(
                    "the repository answers with the error " + page.errorCode() + ": " + page.error());
        }
        Map<String, String> after = new HashMap<>();
        String began = checkpoint.getOrDefault("began", date.substring(0, DAY));
        if (page.resumptionToken() == null) {
            after.put("from", began);
            return Part.page(readings, tally.report(), after, true);
        }
        if (page.resumptionToken().equals(token) || tally.report().read() == 0) {
            throw new UnexpectedAnswerException("the repository goes round in circles: "
                    + (tally.report().read() == 0
                            ? "a list without records goes on"
                            : "it gives the same token again"));
        }
        if (from != null) {
            after.put("from", from);
        }
        after.put("began", began);
        after.put("token", page.resumptionToken());
        return Part.page(readings, tally.report(), after, false);
    }

    @Override
    public Map<String, String> restarted(Map<String, String> checkpoint) {
        String from = checkpoint.get("from");
        return from == null ? Map.of() : Map.of("from", from);
    }
}
