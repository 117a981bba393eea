package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.citestream.events.stream.Groups;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProgressTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.get();
    }

    @Test
    void pendingIsZeroOnceEveryStageHasDoneWhatItCanAndNotBefore() throws Exception {
        int[] ids = Samples.ids(2);
        Map<TopicPartition, Long> papersRead = new HashMap<>();
        // In a transaction, as the assembling step writes: behind its last records stand markers that are no records.
        try (EventWriter assembling =
                gateway.context.getBean(EventWriters.class).transactional("test-assembling")) {
            assembling.begin();
            for (RecordMetadata place : assembling.sendAll(
                    Topics.PAPERS, List.of(Samples.paper(ids[0], 1, "One"), Samples.paper(ids[1], 1, "Two")))) {
                papersRead.put(new TopicPartition(Topics.PAPERS.name(), place.partition()), place.offset() + 1);
            }
            assembling.sendAll(
                    Topics.REFERENCES, List.of(Samples.references(ids[0], 1, List.of(ids[1]), List.of(), 0)));
            assembling.commit();
        }
        await().atMost(SOON).until(() -> stage("view") == 0 && stage("rank") > 0);
        JsonNode early = gateway.json("/api/v1/stats");
        assertThat(early.get("pending").asLong()).isPositive();
        assertThat(stage("summarize")).isPositive();
        assertThat(stage("embed")).isPositive();

        List<Integer> live = livePapers();
        Map<Integer, Double> scores = new TreeMap<>();
        for (int id : live) {
            scores.put(id, 0.15);
            gateway.publish(
                    Topics.EMBEDDINGS, id == ids[1] ? Samples.noEmbedding(id) : Samples.embedding(id, 1, id, 0));
            gateway.publish(Topics.SUMMARIES, Samples.noAbstract(id));
        }
        await().atMost(SOON).until(() -> stage("embed") == 0);
        assertThat(stage("summarize"))
                .as("the summary service has not read the papers")
                .isPositive();
        commitOfSummaryService(papersRead);
        await().atMost(SOON).until(() -> stage("summarize") == 0 && stage("view") == 0);
        assertThat(stage("rank")).as("no epoch includes them").isPositive();

        gateway.publishEpoch(scores, 1, gateway.inputs());
        await().atMost(SOON)
                .until(() -> gateway.json("/api/v1/stats").get("pending").asLong() == 0);

        JsonNode stats = gateway.json("/api/v1/stats");
        assertThat(stats.get("papers").asInt()).isEqualTo(live.size());
        assertThat(stats.get("viewable").asInt()).isEqualTo(live.size());
        assertThat(stats.get("ranked").asInt()).isEqualTo(live.size());
        assertThat(stats.get("embedded").asInt()).as("one paper can get none").isEqualTo(live.size() - 1);
        assertThat(stats.get("errorBound").asDouble()).isEqualTo(1e-12);
        assertThat(stats.get("epoch").asLong()).isPositive();
        assertThat(stats.get("citations").asLong()).isEqualTo(sumOfCitations(live));
    }

    private static long stage(String name) {
        return gateway.json("/api/v1/stats").get("pendingByStage").get(name).asLong();
    }

    private static List<Integer> livePapers() {
        List<Integer> live = new ArrayList<>();
        for (int page = 1; ; page++) {
            List<Integer> some = gateway.ids("/api/v1/papers?sort=id&size=200&page=" + page);
            if (some.isEmpty()) {
                return live;
            }
            live.addAll(some);
        }
    }

    private static long sumOfCitations(List<Integer> live) {
        return live.stream()
                .mapToLong(id -> gateway.json("/api/v1/papers/" + id)
                        .get("citations")
                        .get("count")
                        .asLong())
                .sum();
    }

    /** As a service commits that was stopped before it saw the markers. */
    private static void commitOfSummaryService(Map<TopicPartition, Long> read) throws Exception {
        Admin admin = gateway.context.getBean(Admin.class);
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        for (int partition = 0; partition < RunningGateway.PARTITIONS; partition++) {
            TopicPartition each = new TopicPartition(Topics.PAPERS.name(), partition);
            Long next = read.get(each);
            long end = admin.listOffsets(Map.of(each, OffsetSpec.latest()))
                    .partitionResult(each)
                    .get(10, TimeUnit.SECONDS)
                    .offset();
            committed.put(each, new OffsetAndMetadata(next == null ? end : next));
        }
        admin.alterConsumerGroupOffsets(Groups.SUMMARIES, committed).all().get(10, TimeUnit.SECONDS);
    }
}
