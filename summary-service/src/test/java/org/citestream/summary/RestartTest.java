package org.citestream.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;
import static org.citestream.summary.Papers.paper;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.bson.Document;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Status;
import org.citestream.events.Topics;
import org.citestream.summary.StubModel.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class RestartTest {

    private static final int PAPERS = 9;
    private static final int AT_ONCE = 2;

    @Test
    void aServiceThatComesBackBillsAtMostWhatWasInFlightAndAReplayOfTheLogBillsNothing() {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel()) {
            stub.script("(refused)", Answer.fails(404));

            CountDownLatch gate = stub.shut();
            ConfigurableApplicationContext interrupted = platform.start(settings(stub, "a"));
            IntStream.rangeClosed(1, PAPERS).forEach(id -> platform.publish(tidemark(id)));
            platform.publish(paper(10, 1, TIDEMARK_TITLE + " (refused)", TIDEMARK_ABSTRACT));
            await().until(() -> stub.calls() == AT_ONCE);
            interrupted.close();
            gate.countDown();
            assertThat(platform.all(Topics.SUMMARIES)).isEmpty();

            try (ConfigurableApplicationContext again = platform.start(settings(stub, "a"))) {
                awaitSummaries(platform, PAPERS, "a");
                await().until(() -> platform.last(Topics.SUMMARIES).containsKey(10));
            }
            assertThat(stub.calls()).isLessThanOrEqualTo(PAPERS + 1 + AT_ONCE);
            assertThat(stub.mostAtOnce()).isLessThanOrEqualTo(2 * AT_ONCE);
            int billed = stub.calls();
            int sent = platform.all(Topics.SUMMARIES).size();

            forgetPositions(platform);
            try (ConfigurableApplicationContext replay = platform.start(settings(stub, "a"))) {
                awaitRead(platform, 300);
            }
            assertThat(stub.calls()).isEqualTo(billed);
            assertThat(platform.all(Topics.SUMMARIES)).hasSize(sent + 1);

            stub.script("(refused)", Answer.says(Papers.TIDEMARK_SUMMARY));
            try (ConfigurableApplicationContext otherModel = platform.start(settings(stub, "b"))) {
                awaitSummaries(platform, PAPERS + 1, "b");
            }
            assertThat(stub.calls()).isEqualTo(billed + PAPERS + 1);
            assertThat(platform.last(Topics.SUMMARIES).get(1).version()).isEqualTo(2);
        }
    }

    @Test
    void aCrashBetweenStoreAndBrokerLeadsToTheSameRecordsAgainAndToNoCall() {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel()) {
            try (ConfigurableApplicationContext first = platform.start(settings(stub, "a"))) {
                platform.publish(tidemark(1), paper(2, 1, "Without an abstract", null));
                awaitSummaries(platform, 1, "a");
                await().until(() -> platform.last(Topics.SUMMARIES).containsKey(2));
            }
            Map<Integer, SummaryEvent> sent = platform.last(Topics.SUMMARIES);
            pretendThatNeitherWasSent(platform);

            try (ConfigurableApplicationContext second = platform.start(settings(stub, "a"))) {
                await().until(() -> Collections.frequency(platform.all(Topics.SUMMARIES), sent.get(1)) >= 2
                        && Collections.frequency(platform.all(Topics.SUMMARIES), sent.get(2)) >= 2);
            }

            // Who reads the paper and who finds it open may both send it.
            assertThat(platform.all(Topics.SUMMARIES)).containsOnly(sent.get(1), sent.get(2));
            assertThat(stub.calls()).isOne();

            int before = Collections.frequency(platform.all(Topics.SUMMARIES), sent.get(1));
            pretendThatNeitherWasSent(platform);
            CountDownLatch gate = keepWorkersBusy(platform, stub);
            try (ConfigurableApplicationContext third = platform.start(settings(stub, "a"))) {
                await().until(() -> stub.calls() == 1 + AT_ONCE);
                platform.publish(
                        paper(1, 2, PaperStatus.LIVE, tidemark(1).title(), TIDEMARK_ABSTRACT, 2002),
                        paper(2, 2, PaperStatus.WITHDRAWN, "Without an abstract", null, 2002));
                await().until(() -> Collections.frequency(platform.all(Topics.SUMMARIES), sent.get(1)) > before);
                assertThat(platform.all(Topics.SUMMARIES))
                        .as("also where the next version of the paper comes before a worker does")
                        .filteredOn(each -> each.id() == 1)
                        .containsOnly(sent.get(1));
            } finally {
                gate.countDown();
            }
        }
    }

    /** Work on newer papers, for which the model is asked and does not answer. */
    private static CountDownLatch keepWorkersBusy(SummaryPlatform platform, StubModel stub) {
        try (MongoClient client = MongoClients.create(platform.storeUri())) {
            IntStream.range(0, AT_ONCE)
                    .forEach(n -> client.getDatabase("summaries")
                            .getCollection("open-summaries")
                            .insertOne(open(50 + n, "busy", 2030)));
        }
        return stub.shut();
    }

    private static void pretendThatNeitherWasSent(SummaryPlatform platform) {
        try (MongoClient client = MongoClients.create(platform.storeUri())) {
            MongoDatabase database = client.getDatabase("summaries");
            MongoCollection<Document> work = database.getCollection("work");
            Document summary = work.find(new Document("_id", 1)).first().get("summary", Document.class);
            database.getCollection("open-summaries").insertOne(open(1, summary.getString("key"), 2001));
            work.updateOne(new Document("_id", 2), new Document("$set", new Document("paperVersion", 0L)));
        }
        forgetPositions(platform);
    }

    private static Document open(int id, String key, int year) {
        return new Document("_id", id)
                .append("partition", id % 3)
                .append("key", key)
                .append("year", year)
                .append("acceptedAt", Papers.ACCEPTED.toString())
                .append("title", "open")
                .append("abstract", "open");
    }

    private static PaperEvent tidemark(int id) {
        return paper(id, 1, PaperStatus.LIVE, "%s (%04d)".formatted(TIDEMARK_TITLE, id), TIDEMARK_ABSTRACT, 2000 + id);
    }

    private static String[] settings(StubModel stub, String model) {
        return new String[] {
            "citestream.summary.model.name=" + model,
            "citestream.summary.model.base-url=" + stub.url(),
            "citestream.summary.concurrency=" + AT_ONCE,
            "citestream.summary.drain=50ms",
            "citestream.embeddings.enabled=false"
        };
    }

    private static void awaitSummaries(SummaryPlatform platform, int count, String model) {
        await().until(
                        () -> platform.last(Topics.SUMMARIES).values().stream()
                                .filter(each -> each.status() == Status.CURRENT && model.equals(each.model()))
                                .count(),
                        found -> found == count);
    }

    /** A paper without an abstract, at the end of each partition, shows that all before it was read. */
    private static void awaitRead(SummaryPlatform platform, int id) {
        platform.publish(paper(id, 1, "Last in its partition", null));
        await().until(() -> platform.last(Topics.SUMMARIES).containsKey(id));
        SummaryEvent last = platform.last(Topics.SUMMARIES).get(id);
        assertThat(last.status()).isEqualTo(Status.NO_ABSTRACT);
    }

    private static void forgetPositions(SummaryPlatform platform) {
        try (MongoClient client = MongoClients.create(platform.storeUri())) {
            client.getDatabase("summaries").getCollection("positions").deleteMany(new Document());
        }
    }
}
