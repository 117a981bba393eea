package org.citestream.ingest.polling;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.citestream.events.ContentHash;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.crossref.CrossrefReader;
import org.citestream.ingest.feed.dblp.DblpReader;
import org.citestream.ingest.feed.dblp.DblpSearchReader;
import org.citestream.ingest.feed.oaipmh.OaiPmhReader;
import org.citestream.ingest.feed.openalex.OpenAlexReader;
import org.citestream.ingest.feed.semanticscholar.SemanticScholarReader;
import org.jspecify.annotations.Nullable;

/** Makes the connector of each feed. */
final class Connectors {

    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Set<Integer> ALSO_FORBIDDEN = Set.of(403);
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

    private final @Nullable String contact;
    private final Duration shortestBackOff;
    private final FeedFiles files;
    private final VenueRules venues;
    private final KnownDois dois;
    private final InstantSource clock;
    private final Waiting waiting;
    private final RandomGenerator random;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER) // see SourceHttp
            .build();

    Connectors(
            @Nullable String contact,
            Duration shortestBackOff,
            FeedFiles files,
            VenueRules venues,
            KnownDois dois,
            InstantSource clock,
            Waiting waiting,
            RandomGenerator random) {
        this.contact = contact == null || contact.isBlank() ? null : contact.strip();
        this.shortestBackOff = shortestBackOff;
        this.files = files;
        this.venues = venues;
        this.dois = dois;
        this.clock = clock;
        this.waiting = waiting;
        this.random = random;
    }

    /** What keeps a feed from being run, in words, or null. */
    @Nullable
    String obstacle(FeedSettings settings) {
        if (settings.source().isRemote() && contact == null) {
            return "no source is asked without a contact: set citestream.ingest.contact to a mail address";
        }
        if (settings.apiKey() != null && !PRINTABLE.matcher(settings.apiKey()).matches()) {
            return "its api-key holds a character that no key has, such as a line break or a letter with an accent";
        }
        if (contact != null && !PRINTABLE.matcher(contact).matches()) {
            return "citestream.ingest.contact is no mail address: it holds characters outside ASCII, or a blank";
        }
        if (settings.source() == FeedSettings.Source.DIRECTORY && settings.directory() == null) {
            return "the feed has no directory";
        }
        return null;
    }

    /** Stands for what a feed asks for and takes: where this is another than before, what it passed over then may count now. */
    String request(FeedSettings settings) {
        return ContentHash.of(settings.request(), venues.version());
    }

    /** How a feed waits before what failed is tried again. */
    SourceHttp http(FeedSettings settings) {
        return new SourceHttp(
                client,
                "Citestream/0.1 (mailto:" + contact + ")",
                settings.leastInterval(),
                shortestBackOff,
                settings.source() == FeedSettings.Source.OPENALEX ? ALSO_FORBIDDEN : Set.of(),
                clock,
                waiting,
                random);
    }

    Connector of(String feed, FeedSettings settings, SourceHttp http) {
        return switch (settings.source()) {
            case CROSSREF ->
                new CrossrefConnector(feed, settings, contact, http, new CrossrefReader(clock, venues), clock);
            case OPENALEX ->
                new OpenAlexConnector(feed, settings, contact, http, new OpenAlexReader(clock, venues), clock);
            case SEMANTIC_SCHOLAR ->
                new SemanticScholarConnector(feed, settings, http, new SemanticScholarReader(clock, venues), dois);
            case OAI_PMH -> new OaiPmhConnector(feed, settings, http, new OaiPmhReader(clock, venues));
            case DBLP_DUMP -> new DblpDumpConnector(feed, settings, http, new DblpReader(clock, venues));
            case DBLP_SEARCH -> new DblpSearchConnector(feed, settings, http, new DblpSearchReader(clock, venues));
            case DBLP_RECORDS -> new DblpRecordConnector(feed, settings, http, new DblpReader(clock, venues));
            case DIRECTORY -> {
                Path directory = settings.directory();
                if (directory == null) {
                    throw new IllegalArgumentException("the feed " + feed + " has no directory");
                }
                yield new DirectoryConnector(feed, directory, files, clock);
            }
        };
    }
}
