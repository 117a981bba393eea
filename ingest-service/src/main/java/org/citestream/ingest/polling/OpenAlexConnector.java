package org.citestream.ingest.polling;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.json.Fields;
import org.citestream.ingest.feed.openalex.OpenAlexReader;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Works of OpenAlex by cursor; those that were updated since the last run where the key allows to ask for them, else all. */
final class OpenAlexConnector implements Connector {

    private static final int MOST_PER_PAGE = 100;

    private final String feed;
    private final FeedSettings settings;
    private final @Nullable String contact;
    private final SourceHttp http;
    private final OpenAlexReader reader;
    private final InstantSource clock;

    OpenAlexConnector(
            String feed,
            FeedSettings settings,
            @Nullable String contact,
            SourceHttp http,
            OpenAlexReader reader,
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
        String from = settings.incremental() ? checkpoint.getOrDefault("from", settings.from()) : null;
        List<Reading> readings = new ArrayList<>();
        Tally tally = new Tally(readings::add);
        ObjectNode page;
        try (SourceHttp.Answer answer = http.get(address(cursor == null ? "*" : cursor, from))) {
            page = reader.readPage(answer.content("{", CrossrefConnector.MAX_PAGE_BYTES), feed, tally);
        } catch (StatusException e) {
            if (cursor != null && e.body().toLowerCase(Locale.ROOT).contains("cursor")) {
                throw new ExpiredCursorException("OpenAlex no longer knows the cursor: " + e.getMessage());
            }
            throw e;
        }
        Long total = Fields.number(page, "meta", "count");
        if (total == null) {
            throw new UnexpectedAnswerException("the answer of OpenAlex is no list of works");
        }
        long before = from == null ? Long.parseLong(checkpoint.getOrDefault("total", "0")) : 0;
        if (total < before / 2) {
            throw new UnexpectedAnswerException(
                    "the list of OpenAlex holds " + total + " works, where the last one held " + before);
        }
        String began = checkpoint.getOrDefault(
                "began", clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().toString());
        long seen = Long.parseLong(checkpoint.getOrDefault("seen", "0"))
                + tally.report().read();
        String next = Fields.text(page, "meta", "next_cursor");
        Map<String, String> after = new HashMap<>();
        if (from == null) {
            after.put("total", Long.toString(total));
        }
        if (next == null || seen >= total) {
            if (seen < total) {
                String why = "the list of OpenAlex ends after " + seen + " of " + total + " works";
                // What was added since it began is before the cursor.
                throw cursor == null ? new UnexpectedAnswerException(why) : new ExpiredCursorException(why);
            }
            after.put("from", LocalDate.parse(began).minusDays(1).toString());
            return Part.page(readings, tally.report(), after, true);
        }
        if (tally.report().read() == 0) {
            throw new UnexpectedAnswerException(
                    "a page of OpenAlex is empty after " + seen + " of " + total + " works");
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
            filters.add("from_updated_date:" + from);
        }
        return new Address(settings.address() + "/works")
                .with("filter", String.join(",", filters))
                .with("per_page", Math.min(settings.pageSize(), MOST_PER_PAGE))
                .with("cursor", cursor)
                .with("mailto", contact)
                .with("api_key", settings.apiKey())
                .uri();
    }

    @Override
    public Map<String, String> restarted(Map<String, String> checkpoint) {
        Map<String, String> restarted = new HashMap<>(checkpoint);
        restarted.keySet().retainAll(Set.of("from", "total"));
        return restarted;
    }
}
