package org.citestream.ingest.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** The feeds of one instance, with their states in a store. */
class FeedsTest {

    private static final String FEED = "test";
    private static final String KEY = "key-of-ours";
    private static final String HITS =
            "{\"result\":{\"hits\":{\"@total\":\"2\",\"hit\":[{\"info\":{\"authors\":{\"author\":{\"text\":\"A\"}},"
                    + "\"title\":\"T.\",\"year\":\"2001\",\"key\":\"conf/cidr/%d\"}}]}}}";
    private static final InstantSource CLOCK = InstantSource.system();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private InstantSource clock = CLOCK;
    private @Nullable String contact = "me@example.org";
    private EmbeddedStore store;
    private MongoClient client;
    private SourceStub source;
    private MongoFeedStates states;
    private final List<String> submitted = new CopyOnWriteArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        store = EmbeddedStore.inMemory();
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(store.connectionString()))
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        if (event.getCommandName().equals("find")) {
                            questions.incrementAndGet();
                        }
                    }
                })
                .build());
        states = new MongoFeedStates(new MongoTemplate(client, "ingest"));
        source = new SourceStub();
    }

    @AfterEach
    void stop() {
        source.close();
        client.close();
        store.close();
    }

    private Feeds feeds(FeedSettings.Source kind, String query) {
        return feeds(kind, query, each -> {
            if (submitted.isEmpty()) {
                states.pause(FEED, true); // an operator comes in the middle of the list
            }
            submitted.add(each.recordKey());
            return CompletableFuture.completedFuture(null);
        });
    }

    private Feeds feeds(FeedSettings.Source kind, String query, Sink sink) {
        VenueRules venues = VenueRules.bundled();
        FeedSettings settings = new FeedSettings(
                kind,
                Duration.ofDays(7),
                URI.create(source.address() + "/"),
                List.of(),
                List.of(query),
                null,
                "oai_dc",
                null,
                false,
                KEY,
                1,
                Duration.ZERO,
                null);
        Connectors connectors = new Connectors(
                contact,
                Duration.ofMillis(1),
                FeedFiles.all(CLOCK, venues),
                venues,
                _ -> {},
                CLOCK,
                _ -> {},
                new Random(1));
        return new Feeds(Map.of(FEED, settings), connectors, states, sink, clock, meters);
    }

    @Test
    @DisplayName("paused in the middle of a list it is no success, and goes on from there when it is resumed")
    void paused() {
        source.then(200, HITS.formatted(1)).then(200, HITS.formatted(2));
        Feeds feeds = feeds(FeedSettings.Source.DBLP_SEARCH, "stream:conf/cidr:");
        feeds.begin();
        try {
            await().untilAsserted(() -> {
                FeedState.LastRun run = states.of(FEED).lastRun();
                assertThat(run != null && run.finishedAt() != null).isTrue();
            });
            FeedState state = states.of(FEED);
            assertThat(state.paused()).isTrue();
            assertThat(state.lastSuccess()).isNull();
            assertThat(state.checkpoint()).containsEntry("first", "1");
            feeds.pause(FEED, false);
            await().untilAsserted(
                            () -> assertThat(states.of(FEED).lastSuccess()).isNotNull());
            assertThat(submitted).containsExactly("dblp:conf/cidr/1", "dblp:conf/cidr/2");
            assertThat(states.of(FEED).nextRun()).isAfter(Instant.now().plus(Duration.ofDays(6)));
        } finally {
            feeds.stop();
        }
    }

    @Test
    @DisplayName(
            "what the product itself cannot cope with ends the run with an error in words, and is tried again later")
    void ownErrors() {
        Feeds feeds = feeds(FeedSettings.Source.DBLP_RECORDS, "conf/vldb/X 1%");
        try (LoggedFeeds log = new LoggedFeeds(Feeds.class)) {
            feeds.begin();
            await().untilAsserted(() -> assertThat(states.of(FEED).failures()).isEqualTo(1));
            await().untilAsserted(() -> assertThat(log.all()).isNotEmpty().containsOnly(FEED));
            FeedState state = states.of(FEED);
            assertThat(state.lastRun()).isNotNull();
            assertThat(state.lastRun().error()).isNotBlank();
            assertThat(state.nextRun()).isAfter(Instant.now().plus(Duration.ofMinutes(4)));
        } finally {
            feeds.stop();
        }
    }

    @Test
    @DisplayName("run by hand while it had no schedule, it is run when it has one")
    void scheduledLater() {
        source.then(200, HITS.formatted(1)).then(200, HITS.formatted(2));
        states.next(FEED, FeedState.NEVER);
        Feeds feeds = feeds(FeedSettings.Source.DBLP_SEARCH, "stream:conf/cidr:", each -> {
            submitted.add(each.recordKey());
            return CompletableFuture.completedFuture(null);
        });
        runUntilItSucceeds(feeds);
        assertThat(states.of(FEED).nextRun()).isBefore(Instant.now().plus(Duration.ofDays(8)));
    }

    @Test
    @DisplayName("a confirmation that comes during a run is there for the next one")
    void confirmedMeanwhile() {
        source.then(200, HITS.formatted(1)).then(200, HITS.formatted(2));
        Feeds feeds = feeds(FeedSettings.Source.DBLP_SEARCH, "stream:conf/cidr:", each -> {
            if (submitted.isEmpty()) {
                states.confirm(FEED);
            }
            submitted.add(each.recordKey());
            return CompletableFuture.completedFuture(null);
        });
        runUntilItSucceeds(feeds);
        assertThat(states.of(FEED).confirmed()).isTrue();
    }

    private void runUntilItSucceeds(Feeds feeds) {
        feeds.begin();
        try {
            await().untilAsserted(
                            () -> assertThat(states.of(FEED).lastSuccess()).isNotNull());
        } finally {
            feeds.stop();
        }
    }

    @Test
    @DisplayName("a memory that was full ends the run with an error in words, and the feed goes on")
    void outOfMemory() {
        AtomicBoolean full = new AtomicBoolean(true);
        source.then(200, HITS.formatted(1)).then(200, HITS.formatted(1)).then(200, HITS.formatted(2));
        Feeds feeds = feeds(FeedSettings.Source.DBLP_SEARCH, "stream:conf/cidr:", each -> {
            if (full.getAndSet(false)) {
                throw new OutOfMemoryError("for the test");
            }
            submitted.add(each.recordKey());
            return CompletableFuture.completedFuture(null);
        });
        feeds.begin();
        try {
            await().untilAsserted(() -> assertThat(states.of(FEED).failures()).isEqualTo(1));
            assertThat(states.of(FEED).lastRun().error()).contains("OutOfMemoryError");
            feeds.runNow(FEED);
            await().untilAsserted(
                            () -> assertThat(states.of(FEED).lastSuccess()).isNotNull());
            assertThat(submitted).containsExactly("dblp:conf/cidr/1", "dblp:conf/cidr/2");
        } finally {
            feeds.stop();
        }
    }

    @Test
    @DisplayName("restarted while it runs, it begins anew, and submits again what it had told before")
    void restarted() {
        AtomicBoolean first = new AtomicBoolean(true);
        source.then(200, HITS.formatted(1)).then(200, HITS.formatted(1)).then(200, HITS.formatted(2));
        AtomicReference<Feeds> running = new AtomicReference<>();
        Feeds feeds = feeds(FeedSettings.Source.DBLP_SEARCH, "stream:conf/cidr:", each -> {
            submitted.add(each.recordKey());
            if (first.getAndSet(false)) {
                running.get().restart(FEED);
            }
            return CompletableFuture.completedFuture(null);
        });
        running.set(feeds);
        feeds.begin();
        try {
            await().untilAsserted(
                            () -> assertThat(states.of(FEED).lastSuccess()).isNotNull());
            assertThat(source.asked()).hasSize(3);
            assertThat(submitted.getFirst()).isEqualTo("dblp:conf/cidr/1");
            assertThat(submitted.getLast()).isEqualTo("dblp:conf/cidr/2");
        } finally {
            feeds.stop();
        }
    }

    @Test
    @DisplayName("a feed that nobody may run yet is told of as blocked, and as the older the longer the service runs")
    void blocked() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-14T09:26:53Z"));
        clock = now::get;
        contact = null;
        Feeds feeds = feeds(FeedSettings.Source.CROSSREF, "query=x");
        feeds.begin();
        try {
            now.set(now.get().plus(Duration.ofDays(3)));
            assertThat(gauge("citestream.feed.blocked")).isEqualTo(1);
            assertThat(gauge("citestream.feed.lag")).isEqualTo(3 * 86_400);
            assertThat(gauge("citestream.feed.running")).isZero();
        } finally {
            feeds.stop();
        }
    }

    @Test
    @DisplayName(
            "a run that hangs is told of by how long it has run and how long it has not come further, and as a run when it is over")
    void hangs() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-14T09:26:53Z"));
        clock = now::get;
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        AtomicBoolean handed = new AtomicBoolean();
        source.then(200, HITS.formatted(1)).then(200, HITS.formatted(2));
        Feeds feeds = feeds(FeedSettings.Source.DBLP_SEARCH, "stream:conf/cidr:", _ -> {
            handed.set(true);
            return acknowledged;
        });
        feeds.begin();
        try {
            await().untilTrue(handed);
            assertThat(gauge("citestream.feed.blocked")).isZero();
            assertThat(gauge("citestream.feed.standstill")).isZero();
            now.set(now.get().plusSeconds(2000));
            assertThat(gauge("citestream.feed.running")).isEqualTo(2000);
            assertThat(gauge("citestream.feed.standstill")).isEqualTo(2000);
            acknowledged.complete(null);
            await().untilAsserted(() -> {
                Timer runs = meters.find("citestream.feed.run.duration")
                        .tags("feed", FEED, "outcome", "succeeded")
                        .timer();
                assertThat(runs).isNotNull();
                assertThat(runs.totalTime(TimeUnit.SECONDS)).isEqualTo(2000);
            });
            await().untilAsserted(() ->
                    assertThat(gauge("citestream.feed.standstill")).isZero());
        } finally {
            feeds.stop();
        }
    }

    private double gauge(String name) {
        return meters.get(name).tag("feed", FEED).gauge().value();
    }

    @Test
    @DisplayName("a key that a source repeats in its answer is shown to nobody")
    void keyInAnAnswer() {
        source.then(401, "the key " + KEY + " is not valid");
        Feeds feeds = feeds(FeedSettings.Source.CROSSREF, "query=x");
        feeds.begin();
        try {
            await().untilAsserted(() -> assertThat(states.of(FEED).failures()).isEqualTo(1));
            assertThat(states.of(FEED).lastRun().error())
                    .contains("the key [key] is not valid")
                    .doesNotContain(KEY);
        } finally {
            feeds.stop();
        }
    }

    @Test
    @DisplayName("the states of many feeds are read with one question")
    void together() {
        states.pause(FEED, true);
        states.next("other", Instant.EPOCH);
        states.next("unasked", Instant.EPOCH);
        questions.set(0);
        Map<String, FeedState> all = states.all(List.of(FEED, "other", "unknown"));
        assertThat(all).containsOnlyKeys(FEED, "other");
        assertThat(all).containsEntry(FEED, states.of(FEED)).containsEntry("other", states.of("other"));
        assertThat(states.of("unknown")).isEqualTo(FeedState.initial());
        assertThat(questions).as("once for all, and once for each of three").hasValue(1 + 3);
    }

    @Test
    @DisplayName("one instance holds a feed, whether it was ever held or only paused before")
    void hold() {
        states.pause(FEED, true);
        Instant now = Instant.now();
        assertThat(states.hold(FEED, "one", now, now.plusSeconds(60))).isTrue();
        assertThat(states.hold(FEED, "other", now, now.plusSeconds(60))).isFalse();
        assertThat(states.hold(FEED, "one", now, now.plusSeconds(90))).isTrue();
        states.release(FEED, "one");
        assertThat(states.hold(FEED, "other", now, now.plusSeconds(60))).isTrue();
        assertThat(states.hold(FEED, "one", now.plusSeconds(61), now.plusSeconds(90)))
                .isTrue();
    }
}
