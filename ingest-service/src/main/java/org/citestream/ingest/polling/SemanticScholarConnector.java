package org.citestream.ingest.polling;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citestream.ingest.feed.LeftOut;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.semanticscholar.SemanticScholarReader;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Semantic Scholar knows of the collection's papers, abstracts and references among it, asked for by DOI in batches. The DOIs are
 * written down once for a run; a run that is cut short begins again, and passes over what it knows.
 */
final class SemanticScholarConnector implements Connector {

    private static final int MOST_PER_BATCH = 500;
    private static final String FIELDS =
            "paperId,externalIds,title,abstract,year,venue,publicationVenue,journal,url,authors,"
                    + "publicationTypes,openAccessPdf,references.paperId,references.externalIds,references.title,references.year,"
                    + "references.authors";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** What is answered where none of a batch is known; where some are, the others are null. */
    private static final String KNOWS_NONE = "No valid paper ids given";

    private final String feed;
    private final FeedSettings settings;
    private final SourceHttp http;
    private final SemanticScholarReader reader;
    private final KnownDois dois;
    private @Nullable Path file;
    private @Nullable BufferedReader open;
    /** Whether this run had anything to ask. */
    private boolean asked;
    /** What was asked for and not yet answered. */
    private List<String> pending = List.of();

    SemanticScholarConnector(
            String feed, FeedSettings settings, SourceHttp http, SemanticScholarReader reader, KnownDois dois) {
        this.feed = feed;
        this.settings = settings;
        this.http = http;
        this.reader = reader;
        this.dois = dois;
    }

    @Override
    public Part next(Map<String, String> checkpoint) throws IOException, InterruptedException {
        if (checkpoint.isEmpty() || open == null) {
            end();
            Path written = Files.createTempFile("dois", ".txt");
            file = written;
            dois.writeTo(written);
            open = Files.newBufferedReader(written);
            asked = false;
        }
        List<String> ids = pending.isEmpty() ? batch(open) : pending;
        pending = ids;
        if (ids.isEmpty()) {
            end();
            return asked ? Part.nothing(Map.of()) : Part.nothingToAsk(Map.of());
        }
        asked = true;
        List<Reading> readings = new ArrayList<>();
        Tally tally = new Tally(readings::add);
        URI uri = new Address(settings.address() + "/graph/v1/paper/batch")
                .with("fields", FIELDS)
                .uri();
        String key = settings.apiKey();
        String body = JSON.writeValueAsString(Map.of("ids", ids));
        try (SourceHttp.Answer answer =
                key == null || key.isBlank() ? http.post(uri, body) : http.post(uri, body, "x-api-key", key)) {
            reader.readPage(answer.content("[", CrossrefConnector.MAX_PAGE_BYTES), feed, tally);
        } catch (StatusException e) {
            if (e.status() != HttpURLConnection.HTTP_BAD_REQUEST || !e.body().contains(KNOWS_NONE)) {
                throw e;
            }
            ids.forEach(_ -> tally.leaveOut(LeftOut.NOT_FOUND));
        }
        if (tally.report().read() != ids.size()) {
            throw new UnexpectedAnswerException("Semantic Scholar was asked for " + ids.size()
                    + " papers and answers with " + tally.report().read());
        }
        pending = List.of();
        return Part.page(readings, tally.report(), Map.of("run", "under way"), false);
    }

    private List<String> batch(BufferedReader from) throws IOException {
        Set<String> ids = new LinkedHashSet<>();
        int most = Math.min(settings.pageSize(), MOST_PER_BATCH);
        while (ids.size() < most) {
            String doi = from.readLine();
            if (doi == null) {
                break;
            }
            ids.add("DOI:" + doi);
        }
        return List.copyOf(ids);
    }

    private void end() throws IOException {
        pending = List.of();
        if (open != null) {
            open.close();
            open = null;
        }
        if (file != null) {
            Files.deleteIfExists(file);
            file = null;
        }
    }

    @Override
    public Map<String, String> restarted(Map<String, String> checkpoint) {
        return Map.of();
    }
}
