package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.benchmarks.faults.SmallDisk;
import org.citestream.client.OperatorClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The operators' drill: what the product rests on is taken away, the right alert of its own rules fires in a real Prometheus, what the runbook says
 * is done, and all is well again with nothing lost. Time in the rules goes ten times as fast, so that two minutes are twelve seconds.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillTest {

    /** More than a service takes that finds broker and database away. */
    private static final int SCRAPE_SECONDS = 5;

    private static final Duration WELL_AGAIN = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static final Set<String> ACCEPTED = new TreeSet<>();
    private static DrilledProduct product;
    private static PrometheusServer prometheus;
    private static Path disk;

    @BeforeAll
    static void start() throws IOException {
        Tools.require("prometheus");
        disk = Files.createDirectories(directory.resolve("disk"));
        product = new DrilledProduct(directory, disk);
        prometheus = PrometheusServer.start(
                directory, product.metrics(), HurriedRules.in(directory.resolve("rules")), SCRAPE_SECONDS);
        await().atMost(Duration.ofSeconds(30)).until(prometheus::isReady);
        await().atMost(WELL_AGAIN)
                .until(() -> prometheus.query("citestream_ready == 1").size() == 4);
        submit("before");
        awaitNothingLost();
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
        if (product != null) {
            product.close();
        }
    }

    @AfterEach
    void nothingIsLost() {
        product.giveAllBack();
        awaitNothingLost();
    }

    @Test
    @Order(1)
    void aClockThatJumpsIsSeenInWhatComesLate() {
        product.jump(Duration.ofHours(1));
        fires("CitestreamFreshnessBurnsFast");
        await("Runbook: nothing waits at any stage")
                .atMost(WELL_AGAIN)
                .until(() -> product.api("query-gateway")
                                .ok("/api/v1/stats")
                                .path("pending")
                                .asInt()
                        <= 1);
        submit("clock");
        product.jump(Duration.ZERO);
        ceases("CitestreamFreshnessBurnsFast");
    }

    @Test
    @Order(2)
    void aBrokerThatStopsLeavesNoServiceReadyAndAllGoOnByThemselves() {
        product.stopBroker();
        fires("CitestreamNotReady");
        assertThat(readiness("query-gateway"))
                .as("Runbook: readiness names what is missing")
                .contains("\"broker\":{\"")
                .contains("DOWN");
        assertThat(prometheus.query("max(citestream_dependency_up{dependency=\"broker\"}) == 0"))
                .isNotEmpty();
        assertThat(prometheus.query("min(citestream_dependency_up{dependency=\"store\"}) == 1"))
                .isNotEmpty();
        submit("broker");
        product.startBroker();
        ceases("CitestreamNotReady");
    }

    @Test
    @Order(3)
    void aStoreThatStopsLeavesItsServicesUnreadyAndAllGoOnByThemselves() {
        product.stopStore();
        submit("store");
        fires("CitestreamNotReady");
        assertThat(readiness("ingest-service")).contains("mongo").contains("DOWN");
        assertThat(prometheus.query("min(citestream_dependency_up{dependency=\"broker\"}) == 1"))
                .isNotEmpty();
        assertThat(prometheus.query("max(citestream_dependency_up{dependency=\"store\"}) == 0"))
                .isNotEmpty();
        product.startStore();
        ceases("CitestreamNotReady");
    }

    /** It is its store that holds it up. */
    @Test
    @Order(4)
    void aConsumerThatIsHeldUpIsSeenByTheRecordInItsHands() {
        product.gatewaysStoreHangs(true);
        submit("slow");
        fires("CitestreamRecordStuck");
        product.gatewaysStoreHangs(false);
        ceases("CitestreamRecordStuck");
    }

    @Test
    @Order(5)
    void aPoisonRecordIsToldOfMendedByItsSourceAndWhatCanBeReadByNowIsPutBack() {
        asideSinceAnEarlierVersion("later");
        try (KafkaProducer<byte[], byte[]> poisoner = producer()) {
            poisoner.send(new ProducerRecord<>(
                    "submissions",
                    partition("harbour:poison"),
                    bytes("harbour:poison"),
                    bytes("{\"this is\": no submission")));
            poisoner.flush();
        }
        submit("behind");
        fires("CitestreamDeadLetters");
        assertThat(command("dead-letters", "--reason", "unreadable"))
                .as("Runbook: read them")
                .contains("harbour:poison")
                .contains("harbour:later");
        submit("poison");
        await("Runbook: what its source has mended and submitted again is superseded")
                .atMost(WELL_AGAIN)
                .until(() -> command("replay", "--reason", "unreadable", "--dry-run")
                        .contains("1 would be replayed, 1 superseded"));
        assertThat(command("replay", "--reason", "unreadable"))
                .as("Runbook: put back what was not")
                .contains("1 replayed, 1 superseded");
        ACCEPTED.add("later");
        awaitNothingLost();
        assertThat(command("replay", "--reason", "unreadable", "--dry-run")).contains("0 would be replayed");
        assertThat(command("audit")).contains("replay dead letters").contains("1 replayed, 1 superseded");
        ceases("CitestreamDeadLetters");
    }

    /** Leaves a record among the dead letters as a version of the product would that could not read what this one can. */
    private static void asideSinceAnEarlierVersion(String key) {
        ConsumerRecord<byte[], byte[]> like = submitted("harbour:before");
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            ProducerRecord<byte[], byte[]> letter =
                    new ProducerRecord<>("submissions-dlt", null, renamed(like.key(), key), renamed(like.value(), key));
            like.headers().forEach(header -> letter.headers().add(header.key(), renamed(header.value(), key)));
            Map.of(
                            "dlt_stage", "identify",
                            "dlt_kind", "unreadable",
                            "dlt_reason", "a field that is not known",
                            "dlt_topic", "submissions",
                            "dlt_partition", Integer.toString(partition("harbour:" + key)),
                            "dlt_offset", "0",
                            "dlt_time", Instant.now().toString())
                    .forEach((name, value) -> letter.headers().add(name, bytes(value)));
            producer.send(letter);
            producer.flush();
        }
    }

    private static byte[] renamed(byte[] text, String key) {
        return bytes(new String(text, StandardCharsets.UTF_8).replace("before", key));
    }

    private static int partition(String key) {
        return Math.floorMod(key.hashCode(), DrilledProduct.PARTITIONS);
    }

    /** A record as it is in the topic of submissions. */
    private static ConsumerRecord<byte[], byte[]> submitted(String key) {
        TopicPartition partition = new TopicPartition("submissions", partition(key));
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", product.servers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(new String(each.key(), StandardCharsets.UTF_8))) {
                        return each;
                    }
                }
            }
        }
        throw new AssertionError("There is no " + key);
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", product.servers()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    @Order(6)
    void aFeedWhoseSourceNoLongerAnswersIsToldOf() {
        product.sourceAnswers(false);
        for (int run = 1; run <= 3; run++) {
            int failures = run;
            command("feed", "run", "quay");
            await().atMost(WELL_AGAIN)
                    .until(() -> !prometheus
                            .query("citestream_feed_failures{feed=\"quay\"} >= " + failures)
                            .isEmpty());
        }
        fires("CitestreamFeedFails");
        assertThat(command("feeds")).containsPattern("quay.* - .+");
        product.sourceAnswers(true);
        command("feed", "run", "quay");
        ceases("CitestreamFeedFails");
    }

    @Test
    @Order(7)
    void aModelThatFailsIsLeftAloneAndItsWorkIsDoneWhenItIsBack() {
        product.modelAnswers(false);
        for (int paper = 0; paper < 6; paper++) {
            submit("model" + paper);
        }
        fires("CitestreamModelLeftAlone");
        assertThat(command("spending")).contains("\"day\"");
        product.modelAnswers(true);
        ceases("CitestreamModelLeftAlone");
    }

    /** The disk is a file system of a megabyte, where that is permitted; it holds the ranking's snapshot. */
    @Test
    @Order(8)
    void aDiskThatFillsUpIsToldOfAndWorkGoesOnWhenThereIsRoomAgain() throws Exception {
        try (SmallDisk small = Tools.requireDisk(disk, 1)) {
            small.fill();
            submit("disk");
            fires("CitestreamDiskFull");
            small.free();
            ceases("CitestreamDiskFull");
            submit("room");
            await().atMost(WELL_AGAIN).until(() -> Files.exists(disk.resolve("snapshot")));
        }
    }

    /** Submits a paper, and submits it again as feeds do for as long as it is refused. */
    private static void submit(String key) {
        ACCEPTED.add(key);
        pending.add(key);
        trySubmitting();
    }

    private static final Set<String> pending = new TreeSet<>();

    private static void trySubmitting() {
        pending.removeIf(key -> {
            int status = product.api("ingest-service")
                    .post("/api/v1/submissions", DrilledProduct.KEY, """
                    {"source":"harbour","key":"%s","title":"Tides of %s","year":2024,"venue":"VLDB","authors":["A. Moon"],"abstract":"The sea rises and falls twice a day in %s. We measure both in one harbour over a year and compare them."}
                    """.formatted(key, key, key))
                    .statusCode();
            assertThat(status).isIn(200, 202, 503);
            return status != 503;
        });
    }

    private static void awaitNothingLost() {
        Api gateway = product.api("query-gateway");
        await("everything accepted is viewable, ranked and summarised")
                .atMost(WELL_AGAIN)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    trySubmitting();
                    assertThat(pending).isEmpty();
                    for (String key : ACCEPTED) {
                        JsonNode view = gateway.ok("/api/v1/papers/harbour:" + key);
                        assertThat(view.path("title").asString()).isEqualTo("Tides of " + key);
                        assertThat(view.path("rank").asInt()).as(key).isPositive();
                        assertThat(view.path("summary").path("text").asString())
                                .as(key)
                                .isNotBlank();
                    }
                    assertThat(gateway.ok("/api/v1/stats").path("papers").asInt())
                            .isEqualTo(ACCEPTED.size());
                });
    }

    /** Waits for an alert: two minutes of accelerated time, and a scrape, which is not accelerated. */
    private static void fires(String alert) {
        Duration within = Duration.ofMinutes(2).dividedBy(HurriedRules.FACTOR).plusSeconds(SCRAPE_SECONDS);
        long begin = System.nanoTime();
        await(alert + " fires")
                .atMost(within.plusSeconds(30))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> isFiring(alert));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf(
                "DRILL: %s fired after %.0f s of its time%n", alert, took.toMillis() * HurriedRules.FACTOR / 1000.0);
        assertThat(took).as(alert).isLessThanOrEqualTo(within);
    }

    private static void ceases(String alert) {
        await(alert + " ceases")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !isFiring(alert));
    }

    private static boolean isFiring(String alert) {
        return !prometheus
                .query("ALERTS{alertstate=\"firing\",alertname=~\"" + alert + "\"}")
                .isEmpty();
    }

    private static String readiness(String service) {
        return product.api(service).get("/actuator/health/readiness").body();
    }

    private static String command(String... arguments) {
        StringWriter said = new StringWriter();
        System.setProperty("citestream.key", DrilledProduct.KEY);
        List<String> where = List.of(
                "--url", product.uri("query-gateway", ""),
                "--ingest-url", product.uri("ingest-service", ""),
                "--summary-url", product.uri("summary-service", ""),
                "--ranking-url", product.uri("ranking-service", ""));
        int code = OperatorClient.commandLine()
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(Stream.concat(where.stream(), Stream.of(arguments)).toArray(String[]::new));
        assertThat(code).as(said.toString()).isZero();
        return said.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
