package org.citestream.ingest.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.citestream.events.Submission;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.VenueRules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every connector does, whatever its source speaks. */
abstract class ConnectorContract {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String BOT = "<!DOCTYPE html><html><body>Checking that you are no robot</body></html>";
    private static final int PAGES = 3;

    @TempDir
    Path directory;

    private SourceStub source;
    private final StatesInMemory states = new StatesInMemory();
    private final List<String> submitted = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private boolean goOn = true;

    /** A feed of this source that asks for two records at a time and is to find three pages. */
    abstract FeedSettings settings(URI source, Path directory);

    /** What the source answers when it is asked for a page. */
    abstract byte[] page(int page, int pages) throws IOException;

    /** Keys of the records of a page, in their order. */
    abstract List<String> keys(int page);

    /** How many pages its list has. */
    int pages() {
        return PAGES;
    }

    String contentType() {
        return "application/json";
    }

    /** What the source answers where it no longer knows the place in its list; null where its places cannot expire. */
    @Nullable
    Expiry expiry() {
        return null;
    }

    /** Whether a run that was cut short goes on with the page that it was at, and does not begin its list again. */
    boolean goesOnAtThePage() {
        return true;
    }

    record Expiry(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        source = new SourceStub();
    }

    @AfterEach
    void stop() {
        source.close();
    }

    private void serve(int... pages) throws IOException {
        for (int page : pages) {
            byte[] body = page(page, pages());
            source.then(200, body, body.length, "Content-Type", contentType(), "ETag", "\"" + page + "\"");
        }
    }

    private void serveAll() throws IOException {
        serve(IntStream.range(0, pages()).toArray());
    }

    private List<String> allKeys() {
        return IntStream.range(0, pages())
                .boxed()
                .flatMap(page -> keys(page).stream())
                .toList();
    }

    /** Runs from the stored checkpoint, with a connector that remembers nothing. */
    private FeedState.LastRun run() throws IOException, InterruptedException {
        FeedSettings settings = settings(source.address(), directory);
        VenueRules venues = VenueRules.bundled();
        Connectors connectors = new Connectors(
                "me@example.org",
                Duration.ofSeconds(2),
                FeedFiles.all(CLOCK, venues),
                venues,
                file -> Files.writeString(
                        file, "10.1145/1.1\n10.1145/2.2\n10.1145/3.3\n10.1145/4.4\n10.1145/5.5\n10.1145/6.6\n"),
                CLOCK,
                waits::add,
                new Random(1));
        SourceHttp http = connectors.http(settings);
        FeedRun run = new FeedRun(
                "test",
                connectors.of("test", settings, http),
                new Checkpoints("test", states, "asked", states.of("test")),
                this::take,
                CLOCK,
                http,
                () -> goOn);
        run.run(checkpoint());
        return run.told(NOW, null);
    }

    private CompletableFuture<?> take(Submission submission) {
        submitted.add(submission.recordKey());
        return CompletableFuture.completedFuture(null);
    }

    private void assertNothingChanges(String inTheMessage) {
        Map<String, String> before = checkpoint();
        List<String> submittedBefore = List.copyOf(submitted);
        assertThatThrownBy(this::run).isInstanceOf(IOException.class).hasMessageContaining(inTheMessage);
        assertThat(checkpoint()).isEqualTo(before);
        assertThat(submitted).isEqualTo(submittedBefore);
    }

    @Test
    @DisplayName("the list is read to its end, each record once, by someone who says who is asking")
    void paging() throws Exception {
        serveAll();
        FeedState.LastRun run = run();
        assertThat(submitted).isEqualTo(allKeys());
        assertThat(run.accepted()).isEqualTo(allKeys().size());
        assertThat(source.asked()).hasSize(pages());
        assertThat(source.headers())
                .allSatisfy(each ->
                        assertThat(each.get("User-agent")).containsExactly("Citestream/0.1 (mailto:me@example.org)"));
    }

    @Test
    @DisplayName("what is unchanged at the next run is not submitted again, and counted")
    void unchanged() throws Exception {
        serveAll();
        run();
        serveAll();
        FeedState.LastRun again = run();
        assertThat(again.accepted()).isZero();
        assertThat(again.unchanged()).isEqualTo(allKeys().size());
        assertThat(submitted).hasSize(allKeys().size());
    }

    @Test
    @DisplayName("429 is waited out for the seconds that it says, or until the date that it says")
    void throttled() throws Exception {
        source.then(429, "", "Retry-After", "7").then(429, "slow down", "Retry-After", "Sun, 22 Nov 2026 12:00:30 GMT");
        serveAll();
        assertThat(run().accepted()).isEqualTo(allKeys().size());
        assertThat(waits).startsWith(Duration.ofSeconds(7), Duration.ofSeconds(30));
    }

    @Test
    @DisplayName("without a word the waits grow from failure to failure")
    void backOff() throws Exception {
        source.then(503, "").then(500, "oops");
        serveAll();
        run();
        assertThat(waits.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(waits.get(1)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    @DisplayName("a bot check that comes as 200 ends the run, wherever in the list it comes, and moves nothing")
    void botCheck() throws Exception {
        source.then(200, BOT, "Content-Type", "text/html; charset=utf-8");
        assertNothingChanges("a bot check?");
        source.then(200, BOT, "Content-Type", contentType());
        assertNothingChanges("a bot check?");
        if (pages() > 1) {
            goOn = false;
            serve(0);
            run();
            goOn = true;
            int asked = source.asked().size();
            source.then(200, BOT, "Content-Type", "text/html");
            assertNothingChanges("a bot check?");
            assertThat(source.asked()).as("it is not asked again").hasSize(asked + 1);
        }
    }

    @Test
    @DisplayName("an empty answer ends the run and moves nothing")
    void empty() {
        source.then(200, "", "Content-Type", contentType());
        assertNothingChanges("an empty answer");
    }

    @Test
    @DisplayName("a page that breaks off with its connection is not used in part, but asked for again")
    void reset() throws Exception {
        byte[] body = page(0, pages());
        byte[] half = Arrays.copyOf(body, body.length * 2 / 3);
        source.then(200, half, body.length, "Content-Type", contentType());
        serveAll();
        FeedState.LastRun run = run();
        assertThat(run.accepted()).isEqualTo(allKeys().size());
        assertThat(submitted).isEqualTo(allKeys());
        assertThat(source.asked().get(1)).isEqualTo(source.asked().get(0));
    }

    @Test
    @DisplayName("a page that is cut, and says to be whole, moves nothing however often it comes")
    void cut() throws Exception {
        byte[] body = page(0, pages());
        byte[] half = Arrays.copyOf(body, body.length * 2 / 3);
        for (int i = 0; i < PAGES; i++) {
            source.then(200, half, half.length, "Content-Type", contentType());
        }
        assertNothingChanges("");
    }

    @Test
    @DisplayName("a run that ends between two pages is gone on with, and nothing is lost or submitted twice")
    void restart() throws Exception {
        serve(0);
        goOn = false;
        run();
        assertThat(submitted).isEqualTo(keys(0));
        goOn = true;
        int first = goesOnAtThePage() && pages() > 1 ? 1 : 0;
        serve(IntStream.range(first, pages()).toArray());
        run();
        assertThat(submitted).isEqualTo(allKeys());
        if (pages() > 1 && goesOnAtThePage()) {
            assertThat(source.asked()).hasSize(pages()).doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("where the source no longer knows the place in its list, the list is begun again from the checkpoint")
    void expiredPlace() throws Exception {
        Expiry expiry = expiry();
        if (expiry == null) {
            return;
        }
        serve(0);
        source.then(expiry.status(), expiry.body(), "Content-Type", contentType());
        serveAll();
        FeedState.LastRun run = run();
        assertThat(submitted).isEqualTo(allKeys());
        assertThat(run.unchanged()).isEqualTo(keys(0).size());
        assertThat(source.asked().get(2)).isEqualTo(source.asked().get(0));
    }

    private Map<String, String> checkpoint() {
        return new Checkpoints("test", states, "asked", states.of("test"))
                .from(states.of("test").checkpoint());
    }
}
