package org.citestream.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;
import static org.citestream.summary.Papers.paper;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.events.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service that is killed, not stopped, and one that stands still. */
@Tag("slow")
class KilledServiceTest {

    private static final int PAPERS = 60;
    private static final int AT_ONCE = 4;
    private static final int PARTITIONS = 3;
    private static final BigDecimal PRICE = new BigDecimal("0.00052");

    @Test
    void aKilledServiceBillsAgainAtMostWhatWasInFlightAndLosesNothing() throws Exception {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel()) {
            stub.takes(Duration.ofMillis(200));
            int inFlight = 0;
            for (int kills = 1; kills <= 2; kills++) {
                int until = kills * PAPERS / 3;
                Process service = start(platform, stub);
                try {
                    if (kills == 1) {
                        publish(platform); // which waits until the service has made the topics
                    }
                    await().until(() -> stub.calls() >= until || !service.isAlive());
                    assertThat(service.isAlive()).isTrue();
                } finally {
                    service.destroyForcibly().waitFor();
                }
                inFlight += AT_ONCE;
            }
            Process last = start(platform, stub);
            try {
                await().until(() -> platform.last(Topics.SUMMARIES).size() == PAPERS);
            } finally {
                last.destroy();
                assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(stub.calls()).isBetween(PAPERS, PAPERS + inFlight);
            assertThat(platform.last(Topics.SUMMARIES).values()).allSatisfy(each -> {
                assertThat(each.method()).isEqualTo(Method.GENERATED);
                assertThat(each.tokens()).isEqualTo(new Tokens(100, 40));
                assertThat(each.cost()).isEqualByComparingTo(PRICE);
            });
            assertThat(platform.last(Topics.SUMMARIES).values().stream()
                            .map(SummaryEvent::cost)
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(PRICE.multiply(BigDecimal.valueOf(PAPERS)));
            long ledger = ledgerCalls(platform);
            assertThat(ledger)
                    .as("the ledger forgets at most what was in flight")
                    .isBetween((long) stub.calls() - inFlight, (long) stub.calls());
        }
    }

    @Test
    void whatIsAnsweredWhileTheBrokerIsAwayIsNotBilledAgainByAKill() throws Exception {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel()) {
            CountDownLatch gate = stub.shut();
            Process killed = start(platform, stub);
            try {
                publish(platform);
                await().until(() -> stub.calls() == AT_ONCE || !killed.isAlive());
                platform.stopBroker();
                gate.countDown();
                await("all that was answered is kept").until(() -> kept(platform) == AT_ONCE);
            } finally {
                killed.destroyForcibly().waitFor();
            }
            assertThat(stub.calls()).as("no more is begun meanwhile").isEqualTo(AT_ONCE);

            platform.startBroker();
            Process next = start(platform, stub);
            try {
                await().until(() -> platform.last(Topics.SUMMARIES).size() == PAPERS);
            } finally {
                next.destroy();
                assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(stub.calls()).isEqualTo(PAPERS);
            assertThat(platform.last(Topics.SUMMARIES).values()).allSatisfy(each -> {
                assertThat(each.text()).isEqualTo(Papers.TIDEMARK_SUMMARY);
                assertThat(each.method()).isEqualTo(Method.GENERATED);
                assertThat(each.model()).isEqualTo("stub-model");
                assertThat(each.tokens()).isEqualTo(new Tokens(100, 40));
                assertThat(each.cost()).isEqualByComparingTo(PRICE);
                assertThat(each.checks()).isNotEmpty();
            });
        }
    }

    @Test
    void aServiceThatStoodStillForLongerThanItsSessionPublishesNothingThatAnotherMadeMeanwhile() throws Exception {
        try (SummaryPlatform platform = new SummaryPlatform();
                StubModel stub = new StubModel()) {
            CountDownLatch gate = stub.shut();
            Process stopped = start(platform, stub);
            try {
                publish(platform);
                await().until(() -> stub.calls() == AT_ONCE);
                signal(stopped, "STOP");
                Process other = start(platform, stub);
                try {
                    await("the other has taken over").until(() -> stub.calls() == 2 * AT_ONCE);
                    gate.countDown();
                    await().until(() -> platform.last(Topics.SUMMARIES).size() == PAPERS);
                    // By now it has been answered, and knows of no other.
                    signal(stopped, "CONT");
                } finally {
                    other.destroy();
                    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
                }
                for (int id = PAPERS + 1; id <= PAPERS + PARTITIONS; id++) {
                    platform.publish(paper(id, 1, TIDEMARK_TITLE + " (new)", TIDEMARK_ABSTRACT));
                }
                await("it has taken part again")
                        .until(() -> platform.last(Topics.SUMMARIES).size() == PAPERS + PARTITIONS);
            } finally {
                signal(stopped, "CONT");
                stopped.destroy();
                assertThat(stopped.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(platform.all(Topics.SUMMARIES))
                    .as("each once")
                    .hasSize(PAPERS + PARTITIONS)
                    .allSatisfy(each -> assertThat(each.version()).isOne());
            assertThat(stub.calls())
                    .as("asked again for what was in flight, and for nothing else")
                    .isEqualTo(PAPERS + PARTITIONS + AT_ONCE);
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static void publish(SummaryPlatform platform) {
        IntStream.rangeClosed(1, PAPERS)
                .forEach(id ->
                        platform.publish(paper(id, 1, "%s (%04d)".formatted(TIDEMARK_TITLE, id), TIDEMARK_ABSTRACT)));
    }

    /** How many answers are kept with their open work. */
    private static long kept(SummaryPlatform platform) {
        try (MongoClient client = MongoClients.create(platform.storeUri())) {
            return client.getDatabase("summaries")
                    .getCollection("open-summaries")
                    .countDocuments(new Document("written.text", Papers.TIDEMARK_SUMMARY));
        }
    }

    private static long ledgerCalls(SummaryPlatform platform) {
        try (MongoClient client = MongoClients.create(platform.storeUri())) {
            Document total = client.getDatabase("summaries")
                    .getCollection("spending")
                    .find(new Document("_id", "total"))
                    .first();
            assertThat(total).isNotNull();
            long calls = total.getLong("calls");
            assertThat(total.getLong("inputTokens")).isEqualTo(100 * calls);
            assertThat(total.getLong("money")).isEqualTo(520_000_000L * calls);
            return calls;
        }
    }

    private static Process start(SummaryPlatform platform, StubModel stub) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SummaryServiceApplication.class.getName(),
                "--spring.config.name=summary-service"));
        command.addAll(platform.settings());
        command.addAll(List.of(
                "--citestream.summary.model.name=stub-model",
                "--citestream.summary.model.base-url=" + stub.url(),
                "--citestream.summary.model.input-price=2",
                "--citestream.summary.model.output-price=8",
                "--citestream.summary.concurrency=" + AT_ONCE,
                "--citestream.embeddings.enabled=false"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
