package org.citestream.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;
import static org.citestream.summary.Papers.paper;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.bson.Document;
import org.citestream.events.SummaryEvent;
import org.citestream.summary.StubModel.Answer;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.writing.SummaryLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An instance whose papers are another's by now: no model is asked for them any more, and nothing of them is published. */
class FormerOwnerTest {

    private static final int PARTITIONS = 3;
    private static final int PARTITION = 1;

    @RegisterExtension
    static final StubbedService service = new StubbedService();

    private static final SummaryPlatform platform = service.platform();
    private static final StubModel stub = service.model();

    @Test
    void whoLostAPartitionMakesNoFurtherCallForItsPapers() {
        Ownership ownership = service.bean(Ownership.class);
        CountDownLatch gate = publishedAndAsked("(lost)", 1);
        try {
            ownership.release(Set.of(PARTITION));
            gate.countDown();
            await().until(() -> !service.queue().has(id(1)));

            assertThat(stub.calls("(lost)")).isOne();
            assertThat(service.of(id(1))).isEmpty();
        } finally {
            ownership.take(Set.of(PARTITION));
        }
    }

    @Test
    void whoWasTakenOverWithoutBeingToldAsksNobodyAnyMore() {
        CountDownLatch gate = publishedAndAsked("(failing)", 2);
        try {
            takenOver(1);
            gate.countDown();
            await().until(() -> !service.queue().has(id(2)));

            assertThat(service.bean(Ownership.class).owns(PARTITION))
                    .as("it was not told")
                    .isTrue();
            assertThat(stub.calls("(failing)")).isOne();
            assertThat(service.of(id(2))).isEmpty();
        } finally {
            takenOver(-1);
        }
    }

    @Test
    void whoWasTakenOverWithoutBeingToldPublishesNothingThatItIsAnsweredAndTakesNothingIn() {
        CountDownLatch gate = publishedAndAsked("(answered)", 3);
        stub.script("(answered)", Answer.says(Papers.TIDEMARK_SUMMARY));
        try {
            takenOver(1);
            gate.countDown();
            await().until(() -> !service.queue().has(id(3)));
            platform.publish(paper(id(4), 1, "Without an abstract, of the same partition", null));
            await("the record stays in hand, until the next poll tells that the partition is lost")
                    .until(() -> secondsInHand() > 1);

            assertThat(service.of(id(3))).isEmpty();
            assertThat(service.of(id(4))).isEmpty();
        } finally {
            takenOver(-1);
        }
        await("an owner takes it in").until(() -> !service.of(id(4)).isEmpty());
    }

    @Test
    void whatAFormerOwnerSendsLateIsFollowedByWhatTheNextOneHasPublished() {
        WorkList workList = service.bean(WorkList.class);
        SummaryLog summaries = service.bean(SummaryLog.class);
        await().until(() ->
                service.bean(Ownership.class).confirmed(Set.of(PARTITION)).contains(PARTITION));
        SummaryEvent late = failed(id(5), 1, "said late");
        SummaryEvent last = failed(id(5), 3, "said last");
        workList.recordSummaries(List.of(new SummaryState(last, "", "", 3, SummaryState.NOWHERE)), _ -> Long.MAX_VALUE);

        summaries.send(List.of(late), _ -> PARTITION);
        assertThat(service.of(id(5))).as("of an owner").containsExactly(late);

        takenOver(1);
        try {
            summaries.send(List.of(late), _ -> PARTITION);
        } finally {
            takenOver(-1);
        }
        assertThat(service.of(id(5))).containsExactly(late, late, last);
    }

    private static SummaryEvent failed(int id, long version, String reason) {
        return new SummaryEvent(
                id,
                version,
                SummaryEvent.Status.FAILED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                reason,
                Instant.EPOCH,
                List.of());
    }

    /** A paper of the partition of which the model is asked, and which it answers only once the gate is open. */
    private static CountDownLatch publishedAndAsked(String word, int number) {
        stub.script(word, Answer.fails(500));
        CountDownLatch gate = stub.shut();
        platform.publish(paper(id(number), 1, TIDEMARK_TITLE + " " + word, TIDEMARK_ABSTRACT));
        await().until(() -> stub.calls(word) == 1);
        return gate;
    }

    private static int id(int number) {
        return number * PARTITIONS + PARTITION;
    }

    /** As another instance does, of which this one has not heard yet. */
    private static void takenOver(long times) {
        try (MongoClient client = MongoClients.create(platform.storeUri())) {
            client.getDatabase("summaries")
                    .getCollection("owners")
                    .updateOne(new Document("_id", PARTITION), new Document("$inc", new Document("token", times)));
        }
    }

    private static double secondsInHand() {
        return service.bean(MeterRegistry.class)
                .get("citestream.reader.oldest.age")
                .tag("reader", "papers")
                .gauge()
                .value();
    }
}
