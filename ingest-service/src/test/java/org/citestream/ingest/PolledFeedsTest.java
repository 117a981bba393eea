package org.citestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.Topics;
import org.citestream.ingest.polling.SourceStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PolledFeedsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BOT = "<!DOCTYPE html><html>Are you a robot?</html>";
    private static final String PAGE = """
        {"status":"ok","message-type":"work-list","message":{"total-results":2,"next-cursor":"c","items":[
          {"DOI":"10.14778/1.1","title":["On Polled Joins"],"author":[{"given":"Ada","family":"Low"}],"ISSN":["2150-8097"],"issued":{"date-parts":[[2020]]}},
          {"DOI":"10.14778/1.0","type":"journal-issue","title":["Volume 1"]}]}}
        """;

    @TempDir
    static Path directory;

    private static SourceStub source;
    private static RunningIngest ingest;

    @BeforeAll
    static void start() throws Exception {
        source = new SourceStub();
        Path dropped = Files.createDirectory(directory.resolve("dropped"));
        ingest = RunningIngest.start(
                directory,
                _ -> {},
                Map.ofEntries(
                        Map.entry("citestream.ingest.contact", "me@example.org"),
                        Map.entry("citestream.ingest.feeds.pvldb.source", "crossref"),
                        Map.entry(
                                "citestream.ingest.feeds.pvldb.base-url",
                                source.address().toString()),
                        Map.entry("citestream.ingest.feeds.pvldb.filters", "issn:2150-8097"),
                        Map.entry("citestream.ingest.feeds.pvldb.interval", "10ms"),
                        Map.entry("citestream.ingest.feeds.dropped.source", "directory"),
                        Map.entry("citestream.ingest.feeds.dropped.directory", dropped.toString()),
                        Map.entry("citestream.ingest.feeds.dropped.every", "1s")));
    }

    @AfterAll
    static void stop() {
        ingest.close();
        source.close();
    }

    @Test
    void aFeedIsRunPausedAndResumedAndTellsHowItStands() throws Exception {
        assertThat(feed("pvldb").path("state").asString()).isEqualTo("waiting");
        source.then(200, PAGE, "Content-Type", "application/json");
        assertThat(ingest.post("/api/v1/feeds/pvldb/run", "").statusCode()).isEqualTo(202);
        PaperEvent paper = ingest.await(Topics.PAPERS, each -> each.keys().contains("crossref:10.14778/1.1"));
        assertThat(paper.venue()).isEqualTo("VLDB");
        Awaitility.await().untilAsserted(() -> {
            JsonNode feed = feed("pvldb");
            assertThat(feed.path("state").asString()).isEqualTo("waiting");
            assertThat(feed.path("accepted").asInt()).isEqualTo(1);
            assertThat(feed.path("leftOut")
                            .path("a whole volume, issue or series")
                            .asInt())
                    .isEqualTo(1);
            assertThat(feed.path("checkpoint").path("from").asString()).isNotEmpty();
            assertThat(feed.path("lastError").isNull()).isTrue();
            assertThat(feed.path("lagSeconds").isNumber()).isTrue();
        });
        ingest.post(
                "/api/v1/submissions",
                "{\"source\":\"dblp\",\"key\":\"journals/pvldb/Low20\",\"title\":\"On polled joins.\",\"year\":2020,\"venue\":\"VLDB\",\"authors\":[\"Ada Low 0001\"],\"doi\":\"https://doi.org/10.14778/1.1\"}");
        PaperEvent ofBoth = ingest.await(Topics.PAPERS, each -> each.keys().contains("dblp:journals/pvldb/Low20"));
        assertThat(ofBoth.id()).as("one paper from two sources").isEqualTo(paper.id());
        assertThat(ofBoth.sources()).containsExactly("crossref", "dblp");
        String checkpoint = feed("pvldb").path("checkpoint").toString();

        source.then(200, BOT, "Content-Type", "text/html");
        ingest.post("/api/v1/feeds/pvldb/run", "");
        Awaitility.await().untilAsserted(() -> {
            JsonNode feed = feed("pvldb");
            assertThat(feed.path("state").asString()).isEqualTo("failed");
            assertThat(feed.path("lastError").asString()).contains("a bot check?");
            assertThat(feed.path("checkpoint").toString()).isEqualTo(checkpoint);
        });
        assertThat(ingest.get("/actuator/prometheus").body()).contains("citestream_feed_failures{feed=\"pvldb\"} 1.0");

        source.then(200, PAGE, "Content-Type", "application/json");
        ingest.post("/api/v1/feeds/pvldb/run", "");
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(feed("pvldb").path("unchanged").asInt()).isEqualTo(1));

        assertThat(ingest.post("/api/v1/feeds/pvldb/pause", "").body()).contains("\"paused\"");
        HttpResponse<String> refused = ingest.post("/api/v1/feeds/pvldb/run", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("resume it first");
        assertThat(ingest.post("/api/v1/feeds/pvldb/resume", "").statusCode()).isEqualTo(202);
    }

    @Test
    void itTakesAKeyAndAKnownName() throws Exception {
        assertThat(ingest.postWithoutKey("/api/v1/feeds/pvldb/run", "").statusCode())
                .isEqualTo(401);
        assertThat(ingest.post("/api/v1/feeds/none/run", "").statusCode()).isEqualTo(404);
        assertThat(ingest.get("/api/v1/feeds/none").statusCode()).isEqualTo(404);
    }

    @Test
    void aFileDroppedInIsIngestedAndMoved() throws Exception {
        Path hidden = directory.resolve("dropped/.writing");
        Files.writeString(
                hidden, "@inproceedings{x, author = {Ada Low}, title = {Dropped}, year = 2001, booktitle = {CIDR}}");
        Files.move(hidden, directory.resolve("dropped/x.bib"));
        ingest.await(Topics.PAPERS, each -> each.title().equals("Dropped"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(directory.resolve("dropped/done/x.bib.report.json"))
                        .exists());
    }

    @Test
    void aSearchAnswerThatIsDroppedInTakesNothingAwayOfWhatTheDumpTold() throws Exception {
        drop("1.xml", """
                <dblp><inproceedings key="conf/vldb/Told1"><author orcid="0000-0002-1825-0097">Cy Day</author>
                <title>Told in full.</title><year>2001</year><cite>conf/vldb/Other1</cite><cite>...</cite></inproceedings></dblp>
                """);
        drop("2.json", """
                {"result":{"hits":{"@total":"1","hit":[{"info":{"authors":{"author":{"text":"Cy Day"}},
                "title":"Told in short.","year":"2001","key":"conf/vldb/Told1"}}]}}}
                """);
        PaperEvent paper = ingest.await(Topics.PAPERS, each -> each.title().equals("Told in short"));
        assertThat(paper.authors()).extracting(Author::id).containsExactly("orcid:0000-0002-1825-0097");
        assertThat(ingest.last(Topics.REFERENCES)
                        .get(Integer.toString(paper.id()))
                        .unresolved())
                .isEqualTo(2);
    }

    private static void drop(String name, String content) throws Exception {
        Path hidden = Files.writeString(directory.resolve("dropped/." + name), content);
        Files.move(hidden, directory.resolve("dropped/" + name));
    }

    private static JsonNode feed(String name) throws Exception {
        return JSON.readTree(ingest.get("/api/v1/feeds/" + name).body());
    }
}
