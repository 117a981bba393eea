package org.citestream.ingest.polling;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.crossref.CrossrefReader;
import org.citestream.ingest.feed.json.Fields;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Works of Crossref by cursor, those that were indexed since the day before the last run began. The end of the list is known by the
 * total that each page states: one that comes to its end earlier is cut.
 */
final class CrossrefConnector implements Connector {

    static final long MAX_PAGE_BYTES = 128L * 1024 * 1024;

    private final String feed;
    private final FeedSettings settings;
    private final @Nullable String contact;
    private final SourceHttp http;
    private final CrossrefReader reader;
    private final InstantSource clock;

    CrossrefConnector(
            String feed,
            FeedSettings settings,
            @Nullable String contact,
            SourceHttp http,
            CrossrefReader reader,
            InstantSource clock) {
        this.feed = feed;
        this.settings = settings;
        this.contact = contact;
        this.http = http;
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public Part next(Map<String, String> checkpoint) throws IOException, InterruptedException {
        String cursor = checkpoint.get("cursor");
        String from = checkpoint.getOrDefault("from", settings.from());
        List<Reading> readings = new ArrayList<>();
        Tally tally = new Tally(readings::add);
        ObjectNode page;
        try (SourceHttp.Answer answer = http.get(address(cursor == null ? "*" : cursor, from))) {
            page = reader.readPage(answer.content("{", MAX_PAGE_BYTES), feed, tally);
        } catch (StatusException e) {
            if (cursor != null && e.body().contains("cursor")) {
                throw new ExpiredCursorException("Crossref no longer knows the cursor: " + e.getMessage());
            }
            throw e;
        }
        Long total = Fields.number(page, "total-results");
        if (!"work-list".equals(Fields.text(page, "message-type")) || total == null) {
            throw new UnexpectedAnswerException("the answer of Crossref is no list of works");
        }
        long read = tally.report().read();
        long seen = Long.parseLong(checkpoint.getOrDefault("seen", "0")) + read;
        String began = checkpoint.getOrDefault(
                "began", clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().toString());
        Map<String, String> after = new HashMap<>();
        if (seen >= total) {
            after.put("from", LocalDate.parse(began).minusDays(1).toString());
            return Part.page(readings, tally.report(), after, true);
        }
        String next = Fields.text(page, "next-cursor");
        if (read == 0 || next == null) {
            String why = "the list of Crossref ends after " + seen + " of " + total + " works";
            // A page that was asked for twice may have been the next one the second time.
            throw cursor == null ? new UnexpectedAnswerException(why) : new ExpiredCursorException(why);
        }
        if (from != null) {
            after.put("from", from);
        }
        after.put("began", began);
        after.put("cursor", next);
        after.put("seen", Long.toString(seen));
        return Part.page(readings, tally.report(), after, false);
    }

    private URI address(String cursor, @Nullable String from) {
        List<String> filters = new ArrayList<>(settings.filters());
        if (from != null) {
            filters.add("from-index-date:" + from);
        }
        Address address = new Address(settings.address() + "/works")
                .with("filter", String.join(",", filters))
                .with("rows", settings.pageSize())
                .with("cursor", cursor)
                .with("mailto", contact);
        for (String parameter : settings.queries()) {
            String[] parts = parameter.split("=", 2);
            address.with(parts[0], parts.length > 1 ? parts[1] : null);
        }
        return address.uri();
    }

    @Override
    public Map<String, String> restarted(Map<String, String> checkpoint) {
        String from = checkpoint.get("from");
        return from == null ? Map.of() : Map.of("from", from);
    }
}
