package org.citestream.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.Ranks;
import org.citestream.pagerank.RankIndex;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;

class HistoryWriterTest {

    private static final Instant TIME = Instant.parse("2026-02-09T10:00:00Z");
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(20);

    private final EmbeddedStore store = EmbeddedStore.inMemory();
    private final MongoClient client = MongoClients.create(store.connectionString());
    private final MongoTemplate mongo = new MongoTemplate(client, "gateway");
    private final HistoryDocuments documents = new HistoryDocuments(mongo);
    private final CitationIndex citations = new CitationIndex();

    @BeforeEach
    void threePapers() {
        for (int id = 1; id <= 3; id++) {
            citations.apply(paper(id), id);
        }
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Test
    void whatWaitedWhenTheServiceEndedIsWrittenWhenItIsReadAgain() {
        Ranks first = ranks(1);
        List<RankEvent> all = List.of(moved(1, 1), moved(2, 1), moved(3, 1));
        try (HistoryWriter ended = new HistoryWriter(documents, citations, new HistoryProperties(NEVER, 1))) {
            ended.begin();
            await().until(() -> documents.writtenThrough().isPresent());
            ended.epoch(Ranks.NONE, first, all);
        }
        assertThat(documents.of(1)).isEmpty();

        try (HistoryWriter next = new HistoryWriter(documents, citations, new HistoryProperties(SOON, 1))) {
            next.epoch(Ranks.NONE, first, all);
            next.begin();
            await().until(() -> documents.writtenThrough().orElse(0) == 1);
        }
        for (int id = 1; id <= 3; id++) {
            assertThat(documents.of(id)).extracting(RankPoint::epoch).containsExactly(1L);
        }
    }

    @Test
    void whatIsWrittenIsNotWrittenAgainAndNothingIsTakenForWrittenBeforeItIs() {
        try (HistoryWriter ended = new HistoryWriter(documents, citations, new HistoryProperties(SOON, 1000))) {
            ended.begin();
            ended.epoch(Ranks.NONE, ranks(4), List.of(moved(1, 4), moved(2, 4)));
            await().until(() -> documents.writtenThrough().orElse(0) == 4);
        }
        mongo.remove(Query.query(Criteria.where("_id").is(2)), "history");

        // The gateway was away while papers moved in the epochs 5 and 6, of which it is shown the later.
        try (HistoryWriter next = new HistoryWriter(documents, citations, new HistoryProperties(SOON, 1000))) {
            next.epoch(Ranks.NONE, ranks(6), List.of(moved(1, 6), moved(2, 4), moved(3, 5)));
            next.begin();
            await().until(() -> documents.writtenThrough().orElse(0) == 6);
        }
        assertThat(documents.of(1)).extracting(RankPoint::epoch).contains(6L);
        assertThat(documents.of(2)).as("it had been written").isEmpty();
        assertThat(documents.of(3)).extracting(RankPoint::epoch).containsExactly(6L);
    }

    @Test
    void aPaperWhoseRankIsReadBeforeItsRecordIsWrittenWhenThatIsRead() {
        try (HistoryWriter writer = new HistoryWriter(documents, citations, new HistoryProperties(SOON, 1000))) {
            writer.begin();
            writer.epoch(Ranks.NONE, ranks(1, 1, 2, 3, 4), List.of(moved(1, 1), moved(2, 1), moved(3, 1), moved(4, 1)));
            await().until(() -> !documents.of(3).isEmpty());
            assertThat(documents.of(4)).isEmpty();
            assertThat(documents.writtenThrough().orElse(0))
                    .as("the fourth is missing")
                    .isLessThan(1);

            citations.apply(paper(4), 4);
            await().until(() -> documents.writtenThrough().orElse(0) == 1);
        }
        assertThat(documents.of(4)).extracting(RankPoint::epoch).containsExactly(1L);
    }

    private static RankEvent moved(int id, long epoch) {
        return new RankEvent(id, epoch, 5.0 - id);
    }

    private static Ranks ranks(long epoch) {
        return ranks(epoch, 1, 2, 3);
    }

    private static Ranks ranks(long epoch, int... ids) {
        double[] scores = Arrays.stream(ids).mapToDouble(id -> 5.0 - id).toArray();
        return Ranks.of(
                new RankEpoch(epoch, ids.length, 0, 10.0, 0, Map.of(), List.of(), TIME.plusSeconds(600 * epoch)),
                RankIndex.of(ids, scores, ids.length, 0));
    }

    private static PaperEvent paper(int id) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of(),
                "Title",
                List.of(),
                "VLDB",
                2005,
                null,
                null,
                null,
                List.of("dblp"),
                TIME);
    }
}
