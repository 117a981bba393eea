package org.citestream.events.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.stream.TestService.Recorders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** What a service may rely on when it reads and writes the topics, against a real broker and the embedded store. */
class StreamTest {

    private static final Instant NOW = Instant.parse("2026-03-14T09:26:53.589Z");
    private static final Duration LONGEST = Duration.ofSeconds(20);
    /** What a record has beside its title, and what the formats of the record and of compression add to it. */
    private static final int AROUND_A_TITLE = 64 * 1024;

    private static int lastId = 1000;

    private final RunningPlatform platform = RunningPlatform.get();
    private static Recorders recorders = new Recorders();
    private static @Nullable ConfigurableApplicationContext running;

    /** One service for all tests but those that start it again. */
    @BeforeEach
    void startUnlessItRuns() {
        recorders.papers().handled.clear();
        recorders.papers().failed.clear();
        recorders.papers().refused = _ -> false;
        if (running == null) {
            running = platform.start(recorders);
        }
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private static ConfigurableApplicationContext service() {
        return Objects.requireNonNull(running);
    }

    private void startAgain(String... arguments) {
        recorders = new Recorders();
        running = platform.start(recorders, arguments);
    }

    @Test
    void topicsAreMadeAtTheFirstStartAndLeftAsTheyAreAtTheSecond() throws Exception {
        Map<String, Object> first = topics();
        for (Topic<? extends Event> topic : Topics.all()) {
            assertThat(first.get(topic.name())).isEqualTo((topic.single() ? 1 : 3) + " compact 33554432");
            assertThat(first.get(topic.deadLetterName())).isEqualTo("1 delete 2592000000");
        }
        stop();
        startAgain("--citestream.stream.partitions=7");
        assertThat(topics()).isEqualTo(first);
    }

    @Test
    void bothWritersSendTheSameRecordWithHeadersInPlainUtf8() {
        PaperEvent byProducer = paper(newId());
        PaperEvent byBridge = paper(newId());
        try (EventWriter writer = service().getBean(EventWriters.class).direct("test-direct")) {
            writer.sendAll(Topics.PAPERS, List.of(byProducer));
        }
        service().getBean(BridgeWriter.class).send(Topics.PAPERS, byBridge);
        awaitPapers(List.of(byProducer.id(), byBridge.id()));
        for (PaperEvent sent : List.of(byProducer, byBridge)) {
            ConsumerRecord<byte[], byte[]> found = only("papers", sent.recordKey());
            assertThat(found.partition()).isEqualTo(sent.id() % 3);
            assertThat(new EventCodec().decode(Topics.PAPERS, found.value())).isEqualTo(sent);
            Map<String, String> headers = RunningPlatform.headers(found);
            assertThat(Instant.parse(headers.remove("ce_time"))).isAfter(NOW);
            assertThat(headers)
                    .isEqualTo(Map.of(
                            "ce_specversion", "1.0",
                            "ce_id", "paper/" + sent.id() + "/1",
                            "ce_source", "/citestream/test-service",
                            "ce_type", "org.citestream.paper.v1",
                            "content-type", "application/json"));
        }
    }

    @Test
    void theLargestRecordThereCanBeIsWrittenAndReadAndALargerOneIsRefused() {
        PaperEvent largest = titled(newId(), Topics.MAX_RECORD_BYTES - AROUND_A_TITLE);
        PaperEvent larger = titled(newId(), Topics.MAX_RECORD_BYTES);
        try (EventWriter writer = service().getBean(EventWriters.class).direct("test-largest")) {
            writer.sendAll(Topics.PAPERS, List.of(largest));
            assertThatThrownBy(() -> writer.sendAll(Topics.PAPERS, List.of(larger)))
                    .isInstanceOf(RecordTooLargeException.class);
        }
        awaitPapers(List.of(largest.id()));
    }

    /** With a title that cannot be compressed. */
    private static PaperEvent titled(int id, int length) {
        byte[] bytes = new byte[length];
        new Random(id).nextBytes(bytes);
        String title = Base64.getEncoder().encodeToString(bytes).substring(0, length);
        PaperEvent paper = paper(id);
        return new PaperEvent(
                id,
                1,
                paper.status(),
                null,
                paper.keys(),
                title,
                List.of(),
                paper.venue(),
                paper.year(),
                null,
                null,
                null,
                paper.sources(),
                NOW);
    }

    @Test
    void aReaderGoesOnWhereTheDatabaseSaysWhateverTheGroupHasCommitted() throws Exception {
        List<Integer> before = newIds(9);
        publish(before);
        awaitPapers(before);
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(committed("test-keep")).isEqualTo(platform.ends("papers")));
        stop();
        List<Integer> after = newIds(9);
        try (ConfigurableApplicationContext other =
                        platform.start(new Recorders(), "--spring.cloud.function.definition=live");
                EventWriter writer = other.getBean(EventWriters.class).direct("test-between")) {
            writer.sendAll(Topics.PAPERS, after.stream().map(StreamTest::paper).toList());
        }
        Map<TopicPartition, OffsetAndMetadata> misleading = new HashMap<>();
        platform.ends("papers")
                .forEach((partition, end) ->
                        misleading.put(partition, new OffsetAndMetadata(partition.partition() == 0 ? 0 : end)));
        platform.admin.alterConsumerGroupOffsets("test-keep", misleading).all().get();
        startAgain();
        awaitPapers(after);
        int last = newId();
        publish(List.of(last));
        awaitPapers(List.of(last));
        after.add(last);
        assertThat(recorders.papers().ids()).containsExactlyInAnyOrderElementsOf(after);
    }

    @Test
    void aReaderThatLostItsDatabaseShowsAsLagWhatItIsToReadAgain() throws Exception {
        List<Integer> before = newIds(9);
        publish(before);
        awaitPapers(before);
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(committed("test-keep")).isEqualTo(platform.ends("papers")));
        stop();
        platform.dropDatabase();
        recorders = new Recorders();
        recorders.papers().troubles.set(Integer.MAX_VALUE);
        running = platform.start(recorders);
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(committed("test-keep"))
                        .as("as long as nothing of it can be handled")
                        .hasSameSizeAs(platform.ends("papers"))
                        .allSatisfy((_, next) -> assertThat(next).isZero()));
        recorders.papers().troubles.set(0);
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(recorders.papers().ids()).containsAll(before));
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(committed("test-keep")).isEqualTo(platform.ends("papers")));
    }

    @Test
    void aTopicMadeAnewIsReadFromItsStart() throws Exception {
        List<Integer> before = newIds(12);
        write(Topics.REFERENCES, before.stream().map(StreamTest::references).toList());
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(recorders.references().ids()).containsAll(before));
        stop();
        platform.admin.deleteTopics(List.of("references")).all().get();
        await().atMost(LONGEST)
                .until(() -> !platform.admin.listTopics().names().get().contains("references"));
        startAgain();
        List<Integer> after = newIds(3);
        write(Topics.REFERENCES, after.stream().map(StreamTest::references).toList());
        await().atMost(LONGEST)
                .untilAsserted(
                        () -> assertThat(recorders.references().ids()).containsExactlyInAnyOrderElementsOf(after));
    }

    @Test
    void whatCannotBeHandledGoesToTheDeadLettersAsItWasAndItsNeighboursAreHandled() throws Exception {
        int first = inFirstPartition(newId());
        List<Integer> ids =
                IntStream.range(0, 6).map(n -> first + 3 * n).boxed().toList();
        lastId = first + 18;
        int refused = ids.get(3);
        recorders.papers().refused = id -> id == refused;
        ProducerRecord<byte[], byte[]> garbage = new ProducerRecord<>(
                "papers", first % 3, ("garbage " + first).getBytes(UTF_8), new byte[] {'{', (byte) 0xff, 0});
        garbage.headers()
                .add("ce_id", "Übel".getBytes(UTF_8))
                .add("twice", "a".getBytes(UTF_8))
                .add("twice", "b".getBytes(UTF_8))
                .add("empty", null)
                .add("id", "reserved elsewhere".getBytes(UTF_8));
        ProducerRecord<byte[], byte[]> tombstone =
                new ProducerRecord<>("papers", first % 3, ("tombstone " + first).getBytes(UTF_8), null);
        publish(ids.subList(0, 2));
        long offset = platform.producer.send(garbage).get().offset();
        platform.producer.send(tombstone).get();
        publish(ids.subList(2, 6));

        List<Integer> handled = new ArrayList<>(ids);
        handled.remove((Integer) refused);
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(recorders.papers().ids()).containsExactlyElementsOf(handled));
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(withKey("papers-dlt", Integer.toString(refused)))
                        .hasSize(1));

        ConsumerRecord<byte[], byte[]> letter = only("papers-dlt", "garbage " + first);
        assertThat(letter.value()).isEqualTo(garbage.value());
        List<Header> kept = List.of(letter.headers().toArray()).subList(0, 5);
        assertThat(kept.stream().map(each -> each.key() + "=" + RunningPlatform.text(each.value())))
                .containsExactly("ce_id=Übel", "twice=a", "twice=b", "empty=(null)", "id=reserved elsewhere");
        Map<String, String> headers = RunningPlatform.headers(letter);
        assertThat(headers)
                .containsEntry("dlt_stage", "keep")
                .containsEntry("dlt_topic", "papers")
                .containsEntry("dlt_partition", Integer.toString(first % 3))
                .containsEntry("dlt_offset", Long.toString(offset));
        assertThat(headers.get("dlt_reason")).startsWith("not a record of papers: ");
        assertThat(Instant.parse(headers.get("dlt_time"))).isAfter(NOW);
        assertThat(only("papers-dlt", "tombstone " + first).value()).isNull();

        ConsumerRecord<byte[], byte[]> ofHandler = only("papers-dlt", Integer.toString(refused));
        assertThat(ofHandler.value())
                .isEqualTo(only("papers", Integer.toString(refused)).value());
        assertThat(RunningPlatform.headers(ofHandler))
                .containsEntry("ce_type", "org.citestream.paper.v1")
                .containsEntry("dlt_reason", "paper " + refused + " is refused — Übel");
    }

    @Test
    void aPassingTroubleIsWaitedForWithTheSameBatchAndNothingIsLost() {
        recorders.papers().troubles.set(2);
        int first = inFirstPartition(newId());
        List<Integer> ids =
                IntStream.range(0, 5).map(n -> first + 3 * n).boxed().toList();
        lastId = first + 15;
        publish(ids);
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(recorders.papers().ids()).containsExactlyElementsOf(ids));
        List<List<Received<PaperEvent>>> failed = recorders.papers().failed;
        assertThat(failed).hasSize(2);
        assertThat(failed.get(1)).isEqualTo(failed.get(0));
        assertThat(recorders.papers().handled.subList(0, failed.get(0).size())).isEqualTo(failed.get(0));
        assertThat(withKey("papers-dlt", Integer.toString(first))).isEmpty();
    }

    @Test
    void aTroubleWhilePartitionsAreTakenOverDoesNotMakeTheReaderForgetWhereItStands() {
        List<Integer> before = newIds(6);
        publish(before);
        awaitPapers(before);
        stop();
        recorders = new Recorders();
        recorders.papers().assignmentTroubles.set(2);
        running = platform.start(recorders);
        List<Integer> after = newIds(6);
        publish(after);
        awaitPapers(after);
        assertThat(recorders.papers().ids()).containsExactlyInAnyOrderElementsOf(after);
    }

    @Test
    void theLagOfATopicWrittenInTransactionsGoesDownToZero() {
        List<Integer> ids = newIds(7);
        try (EventWriter writer = service().getBean(EventWriters.class).transactional("test-lag")) {
            writer.begin();
            writer.sendAll(Topics.RANKS, ids.stream().map(StreamTest::rank).toList());
            writer.commit();
        }
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(recorders.ranks().ids()).containsAll(ids));
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(committed("test-ranked")).isEqualTo(platform.ends("ranks")));
    }

    @Test
    void whatIsWrittenInATransactionIsSeenWithItsCommitAndASecondWriterFencesTheFirst() {
        EventWriters writers = service().getBean(EventWriters.class);
        int kept = newId();
        int lost = newId();
        try (EventWriter first = writers.transactional("test-fence")) {
            first.begin();
            first.sendAll(Topics.EMBEDDINGS, List.of(embedding(kept)));
            assertThat(withKey("embeddings", embedding(kept).recordKey())).isEmpty();
            first.commit();
            await().atMost(LONGEST)
                    .untilAsserted(() -> assertThat(
                                    withKey("embeddings", embedding(kept).recordKey()))
                            .hasSize(1));

            first.begin();
            first.sendAll(Topics.EMBEDDINGS, List.of(embedding(lost)));
            try (EventWriter second = writers.transactional("test-fence")) {
                assertThatThrownBy(first::commit).isInstanceOf(KafkaException.class);
                int other = newId();
                second.begin();
                second.sendAll(Topics.EMBEDDINGS, List.of(embedding(other)));
                second.commit();
                await().atMost(LONGEST)
                        .untilAsserted(() -> assertThat(
                                        withKey("embeddings", embedding(other).recordKey()))
                                .hasSize(1));
                assertThat(withKey("embeddings", embedding(lost).recordKey())).isEmpty();
            }
        }
    }

    @Test
    void whyARecordCouldNotBeWrittenIsToldAndNotWhatFollowsFromThat() {
        EventWriters writers = service().getBean(EventWriters.class);
        PaperEvent tooLarge = titled(newId(), Topics.MAX_RECORD_BYTES);
        PaperEvent fits = paper(newId());
        EmbeddingEvent its = embedding(fits.id());
        PaperEvent larger = titled(newId(), Topics.MAX_RECORD_BYTES + 1000);
        try (EventWriter direct = writers.direct("test-first-failure")) {
            Throwable ofTheFirst = catchThrowable(() -> direct.sendAll(Topics.PAPERS, List.of(tooLarge)));
            assertThatThrownBy(() -> direct.sendAll(Topics.PAPERS, List.of(tooLarge, larger)))
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessage(ofTheFirst.getMessage());
        }
        try (EventWriter writer = writers.transactional("test-first-failure")) {
            writer.begin();
            assertThatThrownBy(() -> writer.sendAll(List.of(
                            new EventWriter.Part<>(Topics.PAPERS, List.of(tooLarge, fits)),
                            new EventWriter.Part<>(Topics.EMBEDDINGS, List.of(its)))))
                    .as("after which the transaction takes nothing more")
                    .isInstanceOf(RecordTooLargeException.class);
            writer.abort();

            writer.begin();
            List<RecordMetadata> places = writer.sendAll(List.of(
                    new EventWriter.Part<>(Topics.SUMMARIES, List.of()),
                    new EventWriter.Part<>(Topics.PAPERS, List.of(fits)),
                    new EventWriter.Part<>(Topics.EMBEDDINGS, List.of(its))));
            writer.commit();
            assertThat(places).extracting(RecordMetadata::topic).containsExactly("papers", "embeddings");
        }
        awaitPapers(List.of(fits.id()));
    }

    @Test
    void aReplayHasReadAllBeforeItReturnsAndGoesOnWithoutAGapOrARepeat() {
        List<Integer> before = newIds(300);
        EventWriter writer = service().getBean(EventWriters.class).direct("test-replay");
        List<SummaryEvent> summaries = before.stream().map(StreamTest::summary).toList();
        writer.sendAll(Topics.SUMMARIES, summaries);
        List<Integer> during = newIds(500);
        Recorders second = new Recorders();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int id : during) {
                writer.sendAll(Topics.SUMMARIES, List.of(summary(id)));
            }
        });
        try (ConfigurableApplicationContext _ = platform.start(second, "--spring.cloud.function.definition=live")) {
            assertThat(second.summaries().atReturn).isGreaterThanOrEqualTo(before.size());
            writing.join();
            List<Integer> all = new ArrayList<>(before);
            all.addAll(during);
            Collections.sort(all);
            await().atMost(LONGEST)
                    .untilAsserted(() -> assertThat(second.summaries().ids())
                            .contains(all.getLast(), all.get(all.size() - 2), all.get(all.size() - 3)));
            assertThat(second.summaries().ids().stream().sorted().toList()).isEqualTo(all);
            assertThat(second.summaries().handled.stream()
                            .collect(Collectors.groupingBy(Received::partition))
                            .values())
                    .allSatisfy(ofPartition -> assertThat(
                                    ofPartition.stream().map(Received::offset).toList())
                            .isSorted());
        } finally {
            writer.close();
        }
    }

    private void publish(List<Integer> ids) {
        write(Topics.PAPERS, ids.stream().map(StreamTest::paper).toList());
    }

    private <E extends Event> void write(Topic<E> topic, List<E> events) {
        try (EventWriter writer = service().getBean(EventWriters.class).direct("test")) {
            writer.sendAll(topic, events);
        }
    }

    private void awaitPapers(List<Integer> ids) {
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(recorders.papers().ids()).containsAll(ids));
    }

    private Map<TopicPartition, Long> committed(String group) throws Exception {
        Map<TopicPartition, Long> committed = new HashMap<>();
        platform.admin
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, position) -> committed.put(partition, position.offset()));
        platform.ends(
                        committed.isEmpty()
                                ? "papers"
                                : committed.keySet().iterator().next().topic())
                .forEach((partition, _) -> committed.putIfAbsent(partition, 0L));
        return committed;
    }

    /** By topic: partitions, policy, and what bounds it. */
    private Map<String, Object> topics() throws Exception {
        List<String> names = Topics.all().stream()
                .flatMap(topic -> List.of(topic.name(), topic.deadLetterName()).stream())
                .toList();
        Map<ConfigResource, Config> configs = platform.admin
                .describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all()
                .get();
        Map<String, Object> topics = new HashMap<>();
        platform.admin.describeTopics(names).allTopicNames().get().forEach((name, topic) -> {
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
            String bound = name.endsWith("-dlt") ? "retention.ms" : "max.message.bytes";
            topics.put(
                    name,
                    topic.partitions().size() + " "
                            + config.get("cleanup.policy").value() + " "
                            + config.get(bound).value());
        });
        return topics;
    }

    private ConsumerRecord<byte[], byte[]> only(String topic, String key) {
        List<ConsumerRecord<byte[], byte[]>> found = withKey(topic, key);
        assertThat(found).as("%s in %s", key, topic).hasSize(1);
        return found.getFirst();
    }

    private List<ConsumerRecord<byte[], byte[]>> withKey(String topic, String key) {
        return platform.read(topic).stream()
                .filter(each -> RunningPlatform.text(each.key()).equals(key))
                .toList();
    }

    private static synchronized int newId() {
        return ++lastId;
    }

    /** The next id that is a multiple of three, and so in the partition 0 of three. */
    private static int inFirstPartition(int id) {
        return (id + 2) / 3 * 3;
    }

    private static List<Integer> newIds(int count) {
        List<Integer> ids = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            ids.add(newId());
        }
        return ids;
    }

    private static PaperEvent paper(int id) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of("harbour:" + id),
                "Über die Gezeiten",
                List.of(),
                "VLDB",
                2024,
                null,
                null,
                null,
                List.of("harbour"),
                NOW);
    }

    private static ReferencesEvent references(int id) {
        return new ReferencesEvent(id, 1, List.of(), List.of(), 0, ReferencesEvent.Dropped.NOTHING, NOW);
    }

    private static RankEvent rank(int id) {
        return new RankEvent(id, 1, 0.15);
    }

    private static SummaryEvent summary(int id) {
        return new SummaryEvent(
                id, 1, SummaryEvent.Status.PENDING, null, null, null, null, null, null, null, null, "waiting", NOW);
    }

    private static EmbeddingEvent embedding(int id) {
        return new EmbeddingEvent(id, "m", 1, 1, "AACAPw==", "h", EmbeddingEvent.Basis.TITLE, NOW);
    }
}
