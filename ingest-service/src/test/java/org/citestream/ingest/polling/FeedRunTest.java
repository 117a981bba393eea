package org.citestream.ingest.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.VenueRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedRunTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String BOT = "<!DOCTYPE html><html><body>Checking that you are no robot</body></html>";

    @TempDir
    Path directory;

    private SourceStub source;
    private final StatesInMemory states = new StatesInMemory();
    private final List<Submission> submitted = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private boolean goOn = true;

    @BeforeEach
    void start() throws IOException {
        source = new SourceStub();
    }

    private interface Step {
        void take() throws IOException;
    }

    private Step whenSubmitted = () -> {};

    @AfterEach
    void stop() {
        source.close();
    }

    private FeedSettings settings(FeedSettings.Source kind, String path, String... queries) {
        return new FeedSettings(
                kind,
                null,
                URI.create(source.address() + path),
                List.of("issn:2150-8097"),
                List.of(queries),
                "cs",
                "arXiv",
                null,
                false,
                "secret",
                2,
                Duration.ZERO,
                directory);
    }

    /** Runs from the stored checkpoint, with connectors that remember nothing. */
    private FeedState.LastRun run(FeedSettings settings) throws IOException, InterruptedException {
        VenueRules venues = VenueRules.bundled();
        Connectors connectors = new Connectors(
                "me@example.org",
                Duration.ofSeconds(2),
                FeedFiles.all(CLOCK, venues),
                venues,
                file -> Files.writeString(file, "10.1145/1.1\n10.1145/2.2\n10.1145/3.3\n"),
                CLOCK,
                waits::add,
                new Random(1));
        SourceHttp http = connectors.http(settings);
        FeedRun run = new FeedRun(
                "test",
                connectors.of("test", settings, http),
                new Checkpoints("test", states, "asked", states.of("test")),
                each -> {
                    submitted.add(each);
                    try {
                        whenSubmitted.take();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return CompletableFuture.completedFuture(null);
                },
                CLOCK,
                http,
                () -> goOn);
        run.run(checkpoint());
        return run.told(NOW, run.broken());
    }

    private FeedState.LastRun crossref() throws IOException, InterruptedException {
        return run(settings(FeedSettings.Source.CROSSREF, ""));
    }

    private static String page(int total, String cursor, int... numbers) {
        List<String> items = new ArrayList<>();
        for (int number : numbers) {
            items.add("{\"DOI\":\"10.14778/" + number + "\",\"title\":[\"T" + number
                    + "\"],\"author\":[{\"family\":\"A\"}],\"issued\":{\"date-parts\":[[2020]]}}");
        }
        return "{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"total-results\":" + total
                + ",\"next-cursor\":\"" + cursor + "\",\"items\":[" + String.join(",", items) + "]}}";
    }

    private List<String> keys() {
        return submitted.stream().map(Submission::recordKey).toList();
    }

    private String asked(int request) {
        return URLDecoder.decode(source.asked().get(request), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("all pages are read, with who is asking; the next run asks for what was indexed since the day before")
    void paging() throws Exception {
        source.then(200, page(5, "c1/+", 1, 2)).then(200, page(5, "c2", 3, 4)).then(200, page(5, "c3", 5));
        FeedState.LastRun run = crossref();
        assertThat(keys())
                .containsExactly(
                        "crossref:10.14778/1",
                        "crossref:10.14778/2",
                        "crossref:10.14778/3",
                        "crossref:10.14778/4",
                        "crossref:10.14778/5");
        assertThat(run.accepted()).isEqualTo(5);
        assertThat(asked(0)).isEqualTo("/works?filter=issn:2150-8097&rows=2&cursor=*&mailto=me@example.org");
        assertThat(asked(1)).contains("cursor=c1/+&");
        assertThat(source.headers().getFirst().get("User-agent"))
                .containsExactly("Citestream/0.1 (mailto:me@example.org)");
        assertThat(checkpoint()).isEqualTo(Map.of("from", "2026-11-21"));

        source.then(200, page(2, "x", 5, 6));
        run = crossref();
        assertThat(asked(3)).contains("filter=issn:2150-8097,from-index-date:2026-11-21");
        assertThat(run.unchanged()).isEqualTo(1);
        assertThat(run.accepted()).isEqualTo(1);
        assertThat(keys()).hasSize(6);
    }

    @Test
    @DisplayName("429 is waited out as it says, in seconds or until a date; without a word the waits grow")
    void throttled() throws Exception {
        source.then(429, "", "Retry-After", "7")
                .then(503, "", "Retry-After", "Sun, 22 Nov 2026 12:00:30 GMT")
                .then(500, "oops")
                .then(500, "oops")
                .then(200, page(1, "c", 1), "x-rate-limit-limit", "5", "x-rate-limit-interval", "1s");
        assertThat(crossref().accepted()).isEqualTo(1);
        assertThat(waits.get(0)).isEqualTo(Duration.ofSeconds(7));
        assertThat(waits.get(1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(waits.get(2)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(waits.get(3)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
    }

    @Test
    @DisplayName("the limits that an answer states are kept before the next request")
    void limits() throws Exception {
        source.then(200, page(2, "c", 1), "x-rate-limit-limit", "2", "x-rate-limit-interval", "1s")
                .then(200, page(2, "c", 2), "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "20")
                .then(200, page(1, "c", 3));
        crossref();
        assertThat(waits).containsExactly(Duration.ofMillis(500));
    }

    @Test
    @DisplayName(
            "a source that wants to be left alone for long ends the run and says until when; a refusal is not repeated")
    void refusals() {
        source.then(429, "", "Retry-After", "7200");
        assertThatThrownBy(this::crossref)
                .isInstanceOfSatisfying(
                        LaterException.class, e -> assertThat(e.at()).isEqualTo(NOW.plusSeconds(7200)));
        source.then(400, "{\"status\":\"failed\"}");
        assertThatThrownBy(this::crossref).hasMessageContaining("status 400").hasMessageContaining("failed");
        assertThat(source.asked()).hasSize(2);
        assertThat(waits).isEmpty();
    }

    @Test
    @DisplayName("an expired cursor begins the list again from the checkpoint")
    void expiry() throws Exception {
        source.then(200, page(3, "old", 1, 2))
                .then(
                        404,
                        "{\"status\":\"failed\",\"message\":[{\"type\":\"cursor-invalid\",\"message\":\"the cursor is invalid\"}]}")
                .then(200, page(3, "new", 1, 2))
                .then(200, page(3, "end", 3));
        FeedState.LastRun run = crossref();
        assertThat(run.accepted()).isEqualTo(3);
        assertThat(run.unchanged()).isEqualTo(2);
        assertThat(asked(2)).contains("cursor=*");
    }

    @Test
    @DisplayName("a run that ends between two pages goes on with the second")
    void restart() throws Exception {
        source.then(200, page(3, "second", 1, 2));
        goOn = false;
        crossref();
        assertThat(checkpoint()).containsEntry("cursor", "second");
        goOn = true;
        source.then(200, page(3, "end", 3));
        crossref();
        assertThat(asked(1)).contains("cursor=second");
        assertThat(keys()).hasSize(3);
    }

    @Test
    @DisplayName("a page that breaks off is not used in part, but asked for again")
    void reset() throws Exception {
        String whole = page(2, "c", 1, 2);
        source.thenCut(whole.substring(0, whole.length() - 60)).then(200, whole);
        assertThat(crossref().accepted()).isEqualTo(2);
        assertThat(keys()).hasSize(2);
        assertThat(asked(1)).isEqualTo(asked(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BOT,
                "",
                "[]",
                "{}",
                "{\"status\":\"ok\",\"message-type\":\"member-list\",\"message\":{\"items\":[],\"total-results\":0}}",
                "{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"total-results\":100,\"items\":[],\"next-cursor\":\"c\"}}",
                "{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"total-results\":1,\"items\":[{\"DOI\":\"10.14778/1\","
            })
    @DisplayName("an answer that is not the expected document stops the run and changes nothing")
    void notTheDocument(String body) {
        states.checkpoint(
                "test",
                0,
                Map.of("from", "2026-01-01"),
                new FeedState.LastRun(NOW, NOW, 0, 0, 0, 0, Map.of(), List.of(), null));
        for (int i = 0; i < 3; i++) {
            source.then(200, body, "Content-Type", body.startsWith("<") ? "text/html" : "application/json");
        }
        assertThatThrownBy(this::crossref).isInstanceOf(IOException.class);
        assertThat(submitted).isEmpty();
        assertThat(checkpoint()).isEqualTo(Map.of("from", "2026-01-01"));
    }

    @Test
    @DisplayName("a bot check is called by its name")
    void bot() {
        source.then(200, BOT, "Content-Type", "text/html; charset=utf-8");
        assertThatThrownBy(this::crossref).hasMessageContaining("a bot check?");
        assertThat(source.asked()).hasSize(1);
    }

    @Test
    @DisplayName("OpenAlex: cursor to its end, the key in the request and in no message, 403 is waited out")
    void openAlex() throws Exception {
        String work =
                "{\"id\":\"https://openalex.org/W%d\",\"title\":\"T\",\"publication_year\":2020,\"doi\":\"https://doi.org/10.14778/%d\","
                        + "\"authorships\":[{\"author\":{\"display_name\":\"A\"}}]}";
        source.then(403, "slow down")
                .then(200, "{\"meta\":{\"count\":2,\"next_cursor\":\"n\"},\"results\":[" + work.formatted(1, 1) + "]}")
                .then(200, "{\"meta\":{\"count\":2,\"next_cursor\":null},\"results\":[" + work.formatted(2, 2) + "]}");
        FeedSettings settings = settings(FeedSettings.Source.OPENALEX, "");
        assertThat(run(settings).accepted()).isEqualTo(2);
        assertThat(asked(2)).contains("cursor=n", "api_key=secret", "per_page=2");
        source.then(400, "bad");
        assertThatThrownBy(() -> run(settings)).hasMessageNotContaining("secret");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    @DisplayName("Semantic Scholar: the collection's DOIs in batches, each answered by position")
    void semanticScholar() throws Exception {
        String paper =
                "{\"paperId\":\"%s\",\"title\":\"T\",\"year\":2020,\"externalIds\":{\"DOI\":\"10.1145/1.1\"},\"authors\":[{\"name\":\"A\"}]}";
        source.then(200, "[null," + paper.formatted("b") + "]")
                .then(429, "")
                .then(200, "[" + paper.formatted("c") + "]");
        FeedState.LastRun run = run(settings(FeedSettings.Source.SEMANTIC_SCHOLAR, ""));
        assertThat(run.accepted()).isEqualTo(2);
        assertThat(run.leftOut()).isEqualTo(Map.of("not known to its source", 1L));
        assertThat(source.asked().get(0)).endsWith("{\"ids\":[\"DOI:10.1145/1.1\",\"DOI:10.1145/2.2\"]}");
        assertThat(source.asked().get(2)).endsWith("{\"ids\":[\"DOI:10.1145/3.3\"]}");
        assertThat(source.headers().getFirst().get("X-api-key")).containsExactly("secret");
        source.then(200, "[null]");
        assertThatThrownBy(() -> run(settings(FeedSettings.Source.SEMANTIC_SCHOLAR, "")))
                .hasMessageContaining("asked for 2 papers and answers with 1");
    }

    @Test
    @DisplayName("Semantic Scholar: a batch of which it knows nothing is refused by it, and passed over here")
    void semanticScholarKnowsNone() throws Exception {
        String paper =
                "{\"paperId\":\"c\",\"title\":\"T\",\"year\":2020,\"externalIds\":{\"DOI\":\"10.1145/3.3\"},\"authors\":[{\"name\":\"A\"}]}";
        source.then(400, "{\"error\":\"No valid paper ids given\"}").then(200, "[" + paper + "]");
        FeedState.LastRun run = run(settings(FeedSettings.Source.SEMANTIC_SCHOLAR, ""));
        assertThat(run.accepted()).isEqualTo(1);
        assertThat(run.leftOut()).isEqualTo(Map.of("not known to its source", 2L));
    }

    @Test
    @DisplayName("DBLP: a record that is gone does not keep those after it from being read")
    void goneRecord() throws Exception {
        source.then(404, "")
                .then(
                        200,
                        "<dblp><inproceedings key=\"conf/cidr/9\"><author>A</author><title>T</title><year>2001</year></inproceedings></dblp>");
        FeedState.LastRun run = run(settings(FeedSettings.Source.DBLP_RECORDS, "/rec", "conf/cidr/8", "conf/cidr/9"));
        assertThat(run.accepted()).isEqualTo(1);
        assertThat(run.leftOut()).isEqualTo(Map.of("not known to its source", 1L));
    }

    @Test
    @DisplayName("a name that is too long is cut between characters")
    void longName() throws Exception {
        String name = "a" + "\ud83d\udcdc".repeat(55) + ".csv";
        drop(name, "doi:10.1145/1.a,doi:10.1145/2.b\n", 60);
        assertThat(run(settings(FeedSettings.Source.DIRECTORY, "")).accepted()).isEqualTo(1);
        assertThat(directory.resolve(name)).doesNotExist();
    }

    @Test
    @DisplayName("OAI-PMH: the token alone, an expired one, deletions, and the day of the first answer")
    void oaiPmh() throws Exception {
        String answer = "<OAI-PMH><responseDate>%s</responseDate><ListRecords>%s</ListRecords></OAI-PMH>";
        String deleted =
                "<record><header status=\"deleted\"><identifier>oai:arXiv.org:%d</identifier></header></record>";
        source.then(
                        200,
                        answer.formatted(
                                "2026-11-20T23:59:59Z",
                                deleted.formatted(1) + "<resumptionToken>a|1</resumptionToken>"))
                .then(
                        200,
                        "<OAI-PMH><responseDate>2026-11-21T00:00:00Z</responseDate><error code=\"badResumptionToken\">old</error></OAI-PMH>")
                .then(
                        200,
                        answer.formatted(
                                "2026-11-21T00:00:01Z", deleted.formatted(1) + "<resumptionToken>b</resumptionToken>"))
                .then(200, answer.formatted("2026-11-21T00:00:02Z", deleted.formatted(2) + "<resumptionToken/>"));
        assertThat(run(settings(FeedSettings.Source.OAI_PMH, "/oai")).accepted())
                .isEqualTo(2);
        assertThat(asked(0)).isEqualTo("/oai?verb=ListRecords&metadataPrefix=arXiv&set=cs");
        assertThat(asked(1)).isEqualTo("/oai?verb=ListRecords&resumptionToken=a|1");
        assertThat(checkpoint()).isEqualTo(Map.of("from", "2026-11-21"));
        source.then(
                200,
                "<OAI-PMH><responseDate>2026-11-22T00:00:00Z</responseDate><error code=\"noRecordsMatch\"/></OAI-PMH>");
        assertThat(run(settings(FeedSettings.Source.OAI_PMH, "/oai")).read()).isZero();
        assertThat(asked(4)).endsWith("&set=cs&from=2026-11-21");
    }

    @Test
    @DisplayName(
            "DBLP's dump: asked for if it changed, read whole before it is used; one that is cut or nearly empty changes nothing")
    void dump() throws Exception {
        byte[] dump = dump(4);
        source.then(200, dump, dump.length, "ETag", "\"one\"", "Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT");
        FeedSettings settings = settings(FeedSettings.Source.DBLP_DUMP, "/dblp.xml.gz");
        assertThat(run(settings).accepted()).isEqualTo(4);
        source.then(304, "");
        assertThat(run(settings).read()).isZero();
        assertThat(source.headers().get(1).get("If-none-match")).containsExactly("\"one\"");
        Map<String, String> checkpoint = checkpoint();

        byte[] cut = Arrays.copyOf(dump(10_000), 20_000);
        for (int i = 0; i < 3; i++) {
            source.then(200, cut, cut.length, "ETag", "\"two\"");
        }
        assertThatThrownBy(() -> run(settings)).hasMessageContaining("cut off");
        byte[] small = dump(1);
        source.then(200, small, small.length, "ETag", "\"three\"");
        assertThatThrownBy(() -> run(settings))
                .hasMessageContaining("holds 1 papers of the collection, where the last one held 4");
        source.then(200, BOT, "Content-Type", "text/html");
        assertThatThrownBy(() -> run(settings)).hasMessageContaining("a bot check?");
        assertThat(submitted).hasSize(4);
        assertThat(checkpoint()).isEqualTo(checkpoint);
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "what the next dump no longer holds is taken back once; where much is missing, nothing is until it is confirmed")
    void deletions() throws Exception {
        FeedSettings settings = settings(FeedSettings.Source.DBLP_DUMP, "/dblp.xml.gz");
        for (int papers : new int[] {30, 28, 28, 16, 16, 16}) {
            byte[] dump = dump(papers);
            source.then(200, dump, dump.length, "ETag", "\"" + source.asked().size() + "\"");
        }
        run(settings);
        submitted.clear();
        run(settings);
        assertThat(submitted)
                .allSatisfy(each -> assertThat(each).isInstanceOf(SubmittedWithdrawal.class))
                .extracting(Submission::recordKey)
                .containsExactlyInAnyOrder("dblp:conf/vldb/X28", "dblp:conf/vldb/X29");
        assertThat(run(settings).accepted()).isZero();
        submitted.clear();
        FeedState.LastRun run = run(settings);
        assertThat(submitted).isEmpty();
        assertThat(run.error()).contains("12 of 30 records are no longer told");
        assertThat(run(settings).error())
                .as("it is read and told again until somebody has looked")
                .contains("12 of 30");
        assertThat(submitted).isEmpty();
        states.confirm("test");
        assertThat(run(settings).error()).isNull();
        assertThat(submitted).hasSize(12).hasOnlyElementsOfType(SubmittedWithdrawal.class);
    }

    private static byte[] dump(int papers) throws IOException {
        StringBuilder xml = new StringBuilder("<dblp>");
        Random random = new Random(1);
        for (int i = 0; i < papers; i++) {
            xml.append("<inproceedings key=\"conf/vldb/X")
                    .append(i)
                    .append("\"><author>A</author><title>T")
                    .append(random.nextLong())
                    .append(".</title><year>2001</year></inproceedings>");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(xml.append("</dblp>").toString().getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("DBLP's search and its records: one query after the other, each to its end")
    void dblpSearch() throws Exception {
        String hit =
                "{\"info\":{\"authors\":{\"author\":{\"text\":\"A\"}},\"title\":\"T.\",\"year\":\"2001\",\"key\":\"conf/cidr/%d\",\"type\":\"Conference and Workshop Papers\"}}";
        String answer =
                "{\"result\":{\"query\":\"q\",\"status\":{\"@code\":\"200\"},\"hits\":{\"@total\":\"%d\",\"@sent\":\"1\"%s}}}";
        source.then(200, answer.formatted(2, ",\"hit\":[" + hit.formatted(1) + "]"))
                .then(200, answer.formatted(2, ",\"hit\":[" + hit.formatted(2) + "]"))
                .then(200, answer.formatted(0, ""));
        FeedSettings settings =
                settings(FeedSettings.Source.DBLP_SEARCH, "/search", "toc:db/conf/cidr/cidr2001.bht:", "toc:none:");
        assertThat(run(settings).accepted()).isEqualTo(2);
        assertThat(asked(0)).isEqualTo("/search?q=toc:db/conf/cidr/cidr2001.bht:&format=json&h=2&f=0&c=0");
        assertThat(asked(1)).contains("f=1");
        assertThat(asked(2)).contains("q=toc:none:");
        source.then(
                200,
                "<?xml version=\"1.0\"?><dblp><inproceedings key=\"conf/cidr/9\"><author>A</author><title>T.</title><year>2009</year></inproceedings></dblp>");
        assertThat(run(settings(FeedSettings.Source.DBLP_RECORDS, "/rec", "conf/cidr/9"))
                        .accepted())
                .isEqualTo(1);
        assertThat(asked(3)).isEqualTo("/rec/conf/cidr/9.xml");
    }

    @Test
    @DisplayName("a file dropped in is read once and moved, with a report beside it; one that still changes waits")
    void watchedDirectory() throws Exception {
        drop("a.csv", "doi:10.1145/1.a,doi:10.1145/2.b\nnonsense,doi:10.1145/1.a\n", 60);
        drop("b.bin", "\u0001\u0002 what is this", 60);
        drop("c.csv", "doi:10.1145/3.a,doi:10.1145/2.b\n", 0);
        drop(".d.csv", "doi:10.1145/4.a,doi:10.1145/2.b\n", 60);
        FeedSettings settings = settings(FeedSettings.Source.DIRECTORY, "");
        FeedState.LastRun run = run(settings);
        assertThat(run.accepted()).isEqualTo(1);
        assertThat(run.rejected()).isEqualTo(2);
        assertThat(directory.resolve("done/a.csv")).exists();
        assertThat(directory.resolve("done/a.csv.report.json"))
                .content()
                .contains("\"accepted\" : 1", "\"refused\" : 1", "is no identity key");
        assertThat(directory.resolve("failed/b.bin")).exists();
        assertThat(directory.resolve("failed/b.bin.report.json")).content().contains("neither XML, JSON");
        assertThat(directory.resolve("c.csv")).exists();
        assertThat(run(settings).read()).isZero();
        drop("a.csv", "doi:10.1145/1.a,doi:10.1145/2.b\n", 60);
        assertThat(run(settings).accepted()).isEqualTo(1);
        assertThat(directory.resolve("done/a.csv.2")).exists();
    }

    private void drop(String name, String content, int secondsAgo) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(secondsAgo)));
    }

    @Test
    @DisplayName("what Kafka has not acknowledged moves no checkpoint")
    void unacknowledged() throws Exception {
        source.then(200, page(1, "c", 1));
        AtomicBoolean asked = new AtomicBoolean();
        VenueRules venues = VenueRules.bundled();
        Connectors connectors = new Connectors(
                "me@example.org",
                Duration.ZERO,
                FeedFiles.all(CLOCK, venues),
                venues,
                _ -> {},
                CLOCK,
                waits::add,
                new Random(1));
        FeedSettings settings = settings(FeedSettings.Source.CROSSREF, "");
        SourceHttp http = connectors.http(settings);
        FeedRun run = new FeedRun(
                "test",
                connectors.of("test", settings, http),
                new Checkpoints("test", states, "asked", states.of("test")),
                _ -> {
                    asked.set(true);
                    return CompletableFuture.failedFuture(new IOException("no broker"));
                },
                CLOCK,
                http,
                () -> true);
        assertThatThrownBy(() -> run.run(Map.of())).hasMessageContaining("no broker");
        assertThat(asked).isTrue();
        assertThat(checkpoint()).isEmpty();
    }

    @Test
    @DisplayName("of a file that breaks off what came before stands and is counted, in the report and by the feed")
    void brokenFile() throws Exception {
        StringBuilder xml = new StringBuilder("<dblp>");
        for (int i = 0; i < 701; i++) {
            xml.append("<inproceedings key=\"conf/vldb/X")
                    .append(i)
                    .append("\"><author>A</author><title>T.</title><year>2001</year></inproceedings>");
        }
        drop("half.xml", xml + "<inproceedings key=\"conf/other/X\"></inproceedings><inproc", 60);
        FeedState.LastRun run = run(settings(FeedSettings.Source.DIRECTORY, ""));
        assertThat(run.accepted()).isEqualTo(701);
        assertThat(run.read()).isEqualTo(702);
        assertThat(run.rejections()).singleElement().asString().startsWith("half.xml could not be read to its end: ");
        assertThat(directory.resolve("failed/half.xml.report.json"))
                .content()
                .contains("\"read\" : 702", "\"accepted\" : 701", "\"not a stream of this collection\" : 1");
    }

    @Test
    @DisplayName("comments by the thousand before a table, a name of 247 letters, and a link that leads elsewhere")
    void oddFiles() throws Exception {
        drop("a.csv", "# a remark\n".repeat(5_000) + "doi:10.1145/1.a,doi:10.1145/2.b\n", 60);
        String longName = "b".repeat(243) + ".csv";
        drop(longName, "doi:10.1145/3.a,doi:10.1145/2.b\n", 60);
        drop(longName, "doi:10.1145/3.a,doi:10.1145/2.b\n", 60);
        Path elsewhere = Files.createTempDirectory("elsewhere");
        Path secret = Files.writeString(elsewhere.resolve("s.csv"), "doi:10.1145/9.a,doi:10.1145/2.b\n");
        Files.createSymbolicLink(directory.resolve("link.csv"), secret);
        FeedState.LastRun run = run(settings(FeedSettings.Source.DIRECTORY, ""));
        assertThat(run.accepted()).isEqualTo(2);
        assertThat(run.rejected()).isZero();
        assertThat(directory.resolve(longName)).doesNotExist();
        assertThat(secret).exists();
        assertThat(directory.resolve("link.csv")).exists();
    }

    @Test
    @DisplayName("sent on to another place it asks there, and keeps its key for the source alone")
    void redirects() throws Exception {
        try (SourceStub other = new SourceStub()) {
            other.then(200, "10.1145/x", "Content-Type", "text/plain");
            source.then(302, "", "Location", other.address() + "/there");
            SourceHttp http = connectors().http(settings(FeedSettings.Source.CROSSREF, ""));
            try (SourceHttp.Answer answer = http.get(source.address().resolve("/here"), "x-api-key", "secret")) {
                assertThat(answer.status()).isEqualTo(200);
            }
            assertThat(source.headers().getFirst()).containsKey("X-api-key");
            assertThat(other.headers().getFirst())
                    .doesNotContainKey("X-api-key")
                    .containsKey("User-agent");
            source.then(302, "", "Location", "file:///etc/passwd");
            assertThatThrownBy(() -> http.get(source.address().resolve("/here")))
                    .hasMessageContaining("not to an address that may be asked");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8081/api/v1/dead-letters",
                "http://localhost/",
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/",
                "http://[fd00::1]/",
                "http://10.0.0.1/",
                "http://2130706433/"
            })
    @DisplayName("a source in the open Internet sends us nowhere inside, and one that is inside itself may")
    void redirectsInside(String inside) {
        URI outside = URI.create("http://93.184.215.14/feed");
        assertThat(SourceHttp.leadsInside(outside, URI.create(inside))).isTrue();
        assertThat(SourceHttp.leadsInside(URI.create("http://10.1.2.3/mirror"), URI.create(inside)))
                .isFalse();
        assertThat(SourceHttp.leadsInside(outside, URI.create("https://93.184.215.15/")))
                .isFalse();
    }

    @Test
    @DisplayName("places for what was read that are links lead nowhere, and a name with line breaks is a name")
    void linkedPlaces() throws Exception {
        Path elsewhere = Files.createTempDirectory("elsewhere");
        Files.createSymbolicLink(directory.resolve("done"), elsewhere);
        String name = "a\r\n2026 ERROR all is lost \u001b[31m..\\..\\%2e%2e.csv";
        drop(name, "doi:10.1145/1.a,doi:10.1145/2.b\n", 60);
        assertThatThrownBy(() -> run(settings(FeedSettings.Source.DIRECTORY, "")))
                .hasMessageContaining("done is a link")
                .hasMessageContaining("remove the link");
        assertThat(elsewhere).isEmptyDirectory();
        Files.delete(directory.resolve("done"));
        assertThat(run(settings(FeedSettings.Source.DIRECTORY, "")).accepted()).isEqualTo(1);
        assertThat(directory.resolve("done").resolve(name)).exists();
        assertThat(directory.resolve("done").resolve(name + ".report.json"))
                .content()
                .contains("\"file\" : \"a\\r\\n2026 ERROR");
    }

    @Test
    @DisplayName("a report is not written to where a link that lies at its name leads")
    void linkedReport() throws Exception {
        Path elsewhere = Files.createTempDirectory("elsewhere").resolve("planted.json");
        Path done = Files.createDirectories(directory.resolve("done"));
        Files.createSymbolicLink(done.resolve("pairs.csv.report.json"), elsewhere);
        drop("pairs.csv", "doi:10.1145/1.a,doi:10.1145/2.b\n", 60);
        assertThat(run(settings(FeedSettings.Source.DIRECTORY, "")).accepted()).isEqualTo(1);
        assertThat(elsewhere).doesNotExist();
        assertThat(done.resolve("pairs.csv.2.report.json")).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"se\ncret", "s\u00e9cret", "se cret"})
    @DisplayName("a key that no header can hold keeps the feed from being run, and is not shown")
    void unusableKey(String key) {
        FeedSettings settings = new FeedSettings(
                FeedSettings.Source.SEMANTIC_SCHOLAR,
                null,
                null,
                List.of(),
                List.of(),
                null,
                "",
                null,
                false,
                key,
                2,
                null,
                null);
        assertThat(connectors().obstacle(settings)).contains("api-key").doesNotContain("cret");
    }

    @Test
    @DisplayName("a feed that asks for something else than before begins anew")
    void anotherRequest() {
        Checkpoints before = new Checkpoints("test", states, "one", states.of("test"));
        Map<String, String> stored = before.marked(Map.of("from", "2026-11-21"));
        assertThat(before.from(stored)).isEqualTo(Map.of("from", "2026-11-21"));
        assertThat(new Checkpoints("test", states, "another", states.of("test")).from(stored))
                .isEmpty();
        FeedSettings settings = settings(FeedSettings.Source.CROSSREF, "");
        assertThat(settings.request())
                .isEqualTo(settings(FeedSettings.Source.CROSSREF, "").request())
                .isNotEqualTo(
                        settings(FeedSettings.Source.CROSSREF, "", "a query").request());
    }

    @Test
    @DisplayName("a search that finds less than half of what it found changes nothing")
    void shrunkenSearch() throws Exception {
        String answer = "{\"result\":{\"status\":{\"@code\":\"200\"},\"hits\":{\"@total\":\"%d\",\"@sent\":\"1\"%s}}}";
        String hit =
                "{\"info\":{\"authors\":{\"author\":{\"text\":\"A\"}},\"title\":\"T.\",\"year\":\"2001\",\"key\":\"conf/cidr/%d\"}}";
        FeedSettings settings = settings(FeedSettings.Source.DBLP_SEARCH, "/search", "stream:conf/cidr:");
        source.then(200, answer.formatted(2, ",\"hit\":[" + hit.formatted(1) + "," + hit.formatted(2) + "]"));
        assertThat(run(settings).accepted()).isEqualTo(2);
        source.then(200, answer.formatted(0, ""));
        assertThatThrownBy(() -> run(settings)).hasMessageContaining("finds 0 records, where the last one found 2");
    }

    @Test
    @DisplayName("a file that somebody still writes to while it is read stays where it is, and is read again")
    void growingFile() throws Exception {
        String pair = "doi:10.1145/%d.a,doi:10.1145/2.b\n";
        drop("a.csv", pair.formatted(1), 60);
        Path file = directory.resolve("a.csv");
        whenSubmitted = () -> {
            if (submitted.size() == 1) {
                drop("a.csv", pair.formatted(1) + pair.formatted(3), 0);
            }
        };
        FeedSettings settings = settings(FeedSettings.Source.DIRECTORY, "");
        assertThat(run(settings).error()).isNull();
        assertThat(file).exists();
        assertThat(directory.resolve("done")).doesNotExist();
        Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(60)));
        assertThat(run(settings).accepted()).isEqualTo(2);
        assertThat(file).doesNotExist();
        assertThat(directory.resolve("done/a.csv.report.json")).content().contains("\"accepted\" : 2");
    }

    @Test
    @DisplayName("a collection without a DOI is no answer of Semantic Scholar: it is asked again soon")
    void nothingToAsk() throws Exception {
        FeedSettings settings = settings(FeedSettings.Source.SEMANTIC_SCHOLAR, "");
        SourceHttp http = connectors().http(settings);
        Connector connector = connectors().of("test", settings, http);
        try (Part part = connector.next(Map.of())) {
            assertThat(part.isLast()).isTrue();
            assertThat(part.nothingToAsk()).isTrue();
        }
        assertThat(source.asked()).isEmpty();
    }

    private Connectors connectors() {
        VenueRules venues = VenueRules.bundled();
        return new Connectors(
                "me@example.org",
                Duration.ZERO,
                FeedFiles.all(CLOCK, venues),
                venues,
                _ -> {},
                CLOCK,
                waits::add,
                new Random(1));
    }

    private Map<String, String> checkpoint() {
        return new Checkpoints("test", states, "asked", states.of("test"))
                .from(states.of("test").checkpoint());
    }
}
