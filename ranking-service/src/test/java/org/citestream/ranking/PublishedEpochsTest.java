package org.citestream.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.citestream.ranking.RankingPlatform.paper;
import static org.citestream.ranking.RankingPlatform.references;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.citestream.events.Event;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.citestream.ranking.epoch.EpochAudit;
import org.citestream.ranking.epoch.EpochPublisher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

class PublishedEpochsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Scores are rounded to some parts in 10¹¹. */
    private static final double ROUNDING = 1e-10;

    @RegisterExtension
    final RankingPlatform platform = new RankingPlatform();

    private RankEpoch epochThatCoversAll() {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            List<RankEpoch> epochs = platform.all(Topics.RANK_EPOCHS);
                            return epochs.isEmpty() ? null : epochs.getLast();
                        },
                        epoch -> epoch != null && platform.covers(epoch));
    }

    private void assertScores(Map<Integer, Double> expected) {
        Map<Integer, Double> scores = platform.scores();
        assertThat(scores).containsOnlyKeys(expected.keySet());
        expected.forEach(
                (id, score) -> assertThat(scores.get(id)).as("paper " + id).isCloseTo(score, within(score * ROUNDING)));
    }

    @Test
    void whatIsThereAtTheStartIsOneEpochWithTheScoresWorkedOutByHand() {
        try (ConfigurableApplicationContext _ = platform.start()) {
            // only to have the topics made
        }
        platform.send(paper(1, 1), paper(2, 1), paper(3, 1));
        // 3 cites 1 and 2, and 2 cites 1: x3 = 0.15, x2 = 0.15 + 0.85 x3 / 2, x1 = 0.15 + 0.85 (x3 / 2 + x2)
        platform.send(references(3, 1, List.of(1, 2)), references(2, 1, List.of(1)));

        try (ConfigurableApplicationContext _ = platform.start()) {
            RankEpoch epoch = epochThatCoversAll();

            assertScores(Map.of(3, 0.15, 2, 0.21375, 1, 0.3954375));
            assertThat(epoch.papers()).isEqualTo(3);
            assertThat(epoch.citations()).isEqualTo(3);
            assertThat(epoch.scoreSum()).isCloseTo(0.7591875, within(1e-10));
            assertThat(epoch.errorBound()).isBetween(0.0, 1e-9);
            assertThat(platform.all(Topics.RANKS)).extracting(RankEvent::epoch).containsOnly(epoch.epoch());
        }
    }

    @Tag("slow")
    @Test
    void aRandomCollectionToldInAnyOrderWithRepeatsAndStaleVersionsHasTheScoresOfAPowerIteration() {
        Random random = new Random(20261122);
        Map<Integer, List<Integer>> citedBy = new HashMap<>();
        List<Event> told = new ArrayList<>();
        for (int id = 1; id <= 500; id++) {
            List<Integer> cited = randomReferences(random, id);
            citedBy.put(id, cited);
            told.add(paper(id, 3));
            told.add(references(id, 3, cited));
            if (random.nextInt(3) == 0) {
                told.add(paper(id, 3));
                told.add(paper(id, 2, PaperStatus.WITHDRAWN));
                told.add(references(id, 2, randomReferences(random, id)));
                told.add(references(id, 3, cited));
            }
        }
        Collections.shuffle(told, random);

        try (ConfigurableApplicationContext _ = platform.start()) {
            for (int i = 0; i < told.size(); i++) {
                switch (told.get(i)) {
                    case PaperEvent paper -> platform.send(Topics.PAPERS, paper);
                    case ReferencesEvent references -> platform.send(Topics.REFERENCES, references);
                    default -> throw new AssertionError(told.get(i));
                }
                if (i % 100 == 0) {
                    platform.flush();
                }
            }
            platform.flush();
            RankEpoch epoch = epochThatCoversAll();

            Map<Integer, Double> expected = PowerIteration.scores(citedBy);
            assertScores(expected);
            assertThat(epoch.citations())
                    .isEqualTo(citedBy.values().stream().mapToInt(List::size).sum());
            double sum = platform.scores().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertThat(epoch.scoreSum()).isCloseTo(sum, within(1e-11 * sum));
        }
    }

    private static List<Integer> randomReferences(Random random, int citing) {
        Set<Integer> cited = new TreeSet<>();
        for (int i = random.nextInt(15); i > 0; i--) {
            cited.add(1 + random.nextInt(500));
        }
        cited.remove(citing);
        return List.copyOf(cited);
    }

    @Test
    void aCitationCountsOnceBothItsPapersAreLive() {
        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.send(references(2, 1, List.of(1)));
            platform.send(paper(2, 1));
            assertThat(epochThatCoversAll().citations()).isZero();
            assertScores(Map.of(2, 0.15));

            platform.send(paper(1, 1));
            assertThat(epochThatCoversAll().citations()).isEqualTo(1);
            assertScores(Map.of(2, 0.15, 1, 0.2775));
        }
    }

    @Test
    void aWithdrawnPaperIsNoLongerRankedAndItsCitationsNoLongerCountUntilItIsBack() {
        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.send(paper(1, 1), paper(2, 1), paper(3, 1));
            platform.send(references(2, 1, List.of(1)), references(3, 1, List.of(2)));
            epochThatCoversAll();
            assertScores(Map.of(3, 0.15, 2, 0.2775, 1, 0.385875));

            platform.send(paper(2, 2, PaperStatus.WITHDRAWN));
            RankEpoch without = epochThatCoversAll();
            assertThat(without.papers()).isEqualTo(2);
            assertThat(without.citations()).isZero();
            assertThat(without.scoreSum()).isCloseTo(0.3, within(1e-10));
            assertScores(Map.of(3, 0.15, 1, 0.15));

            platform.send(paper(2, 3));
            assertThat(epochThatCoversAll().citations()).isEqualTo(2);
            assertScores(Map.of(3, 0.15, 2, 0.2775, 1, 0.385875));
        }
    }

    @Test
    void aRetiredPaperHandsItsCitationsOnAndOneThatIsPartedFromAnotherIsRankedByItself() {
        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.send(paper(1, 1), paper(2, 1), paper(3, 1));
            platform.send(references(3, 1, List.of(2)));
            epochThatCoversAll();
            assertScores(Map.of(3, 0.15, 2, 0.2775, 1, 0.15));

            // 2 becomes 1, so 3 cites 1
            platform.send(paper(2, 2, PaperStatus.RETIRED));
            platform.send(references(3, 2, List.of(1)));
            assertThat(epochThatCoversAll().papers()).isEqualTo(2);
            assertScores(Map.of(3, 0.15, 1, 0.2775));

            // 4 is parted from 1, and is what 3 cites
            platform.send(paper(4, 1));
            platform.send(references(3, 3, List.of(4)));
            assertThat(epochThatCoversAll().citations()).isEqualTo(1);
            assertScores(Map.of(4, 0.2775, 3, 0.15, 1, 0.15));
        }
    }

    @Tag("slow")
    @Test
    void selfCitationsCountOnlyWhereConfigured() {
        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.send(paper(1, 1), paper(2, 1), paper(3, 1));
            platform.send(references(3, 1, List.of(1, 2), List.of(2)));
            assertThat(epochThatCoversAll().citations()).isEqualTo(1);
            assertScores(Map.of(3, 0.15, 2, 0.15, 1, 0.2775));
        }
        long before = platform.all(Topics.RANK_EPOCHS).getLast().epoch();
        try (ConfigurableApplicationContext _ = platform.start("citestream.ranking.self-citations=include")) {
            await().atMost(PATIENCE)
                    .until(() -> platform.all(Topics.RANK_EPOCHS).getLast().epoch() > before);
            assertScores(Map.of(3, 0.15, 2, 0.21375, 1, 0.21375));
        }
    }

    @Test
    void anArrivalRightAfterAnEpochIsPublishedWithinASecondUnlessConfiguredOtherwise() {
        try (ConfigurableApplicationContext service = platform.startAtDefaultPace()) {
            assertThat(service.getBean(RankingProperties.class).epochInterval())
                    .isLessThanOrEqualTo(Duration.ofSeconds(1));
            platform.send(paper(1, 1));
            epochThatCoversAll();
            List<Duration> took = new ArrayList<>();
            for (int id = 2; id <= 4; id++) {
                Instant sent = Instant.now();
                platform.send(paper(id, 1));
                took.add(Duration.between(sent, epochThatCoversAll().time()));
            }
            assertThat(Collections.min(took))
                    .as("%s: a second, and what a machine that does much else takes beside", took)
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void onlyScoresThatChangedArePublishedAndAnEpochFollowsWhereNoneDid() {
        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.send(paper(1, 1), paper(2, 1), paper(3, 1), paper(4, 1));
            platform.send(references(2, 1, List.of(1)));
            RankEpoch first = epochThatCoversAll();

            platform.send(references(4, 1, List.of(3)));
            RankEpoch second = epochThatCoversAll();
            assertThat(platform.all(Topics.RANKS))
                    .filteredOn(rank -> rank.epoch() > first.epoch())
                    .extracting(RankEvent::id)
                    .containsExactly(3);

            platform.send(paper(1, 2));
            RankEpoch third = epochThatCoversAll();
            assertThat(third.epoch()).isGreaterThan(second.epoch());
            assertThat(third.ends()).isEqualTo(second.ends());
            assertThat(platform.all(Topics.RANKS))
                    .filteredOn(rank -> rank.epoch() > second.epoch())
                    .isEmpty();
        }
    }

    @Test
    void aRestartNumbersOnAndRepublishesNothingThatDidNotChange() {
        RankEpoch before;
        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.send(paper(1, 1), paper(2, 1), paper(3, 1));
            platform.send(references(3, 1, List.of(1, 2)));
            before = epochThatCoversAll();
        }
        List<RankEvent> ranks = platform.all(Topics.RANKS);

        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.send(paper(4, 1));
            RankEpoch after = epochThatCoversAll();

            assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
            assertThat(platform.all(Topics.RANKS))
                    .hasSize(ranks.size() + 1)
                    .filteredOn(rank -> rank.epoch() > before.epoch())
                    .extracting(RankEvent::id)
                    .containsExactly(4);
        }
    }

    @Test
    void noReaderOfWhatIsCommittedSeesScoresOfAnEpochThatIsNotThere() {
        try (ConfigurableApplicationContext _ = platform.start("citestream.ranking.epoch-interval=20ms")) {
            Set<Long> whole = new HashSet<>();
            for (int round = 0; round < 10; round++) {
                for (int id = 1; id <= 30; id++) {
                    platform.send(Topics.PAPERS, paper(round * 30 + id, 1));
                    platform.send(Topics.REFERENCES, references(round * 30 + id, 1, List.of(1 + id, 1)));
                }
                platform.flush();
                List<RankEvent> ranks = platform.all(Topics.RANKS);
                platform.all(Topics.RANK_EPOCHS).forEach(epoch -> whole.add(epoch.epoch()));
                assertThat(ranks).allSatisfy(rank -> assertThat(whole).contains(rank.epoch()));
            }
            RankEpoch last = epochThatCoversAll();
            assertThat(last.papers()).isEqualTo(300);
            assertThat(last.ends()).hasSize(RankingPlatform.PARTITIONS);
            List<Long> ends = new ArrayList<>(Collections.nCopies(RankingPlatform.PARTITIONS, 0L));
            platform.each(Topics.RANKS.name(), rank -> ends.set(rank.partition(), rank.offset() + 1));
            assertThat(last.ends()).isEqualTo(ends);
        }
    }

    @Test
    void aRecordThatCannotBeReadGoesToTheDeadLettersAndTheRestFlowsOn() {
        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.sendRaw(Topics.PAPERS, 1, "1", "{\"id\": 1, \"title\": ");
            platform.sendRaw(
                    Topics.REFERENCES,
                    2,
                    "2",
                    "{\"id\":2,\"version\":9,\"cited\":[-7],\"acceptedAt\":\"2026-01-02T03:04:05Z\"}");
            platform.send(paper(1, 1), paper(2, 1), paper(Integer.MAX_VALUE, 1));
            platform.send(references(2, 1, List.of(1, Integer.MAX_VALUE - 1)));
            epochThatCoversAll();

            assertScores(Map.of(2, 0.15, 1, 0.2775, Integer.MAX_VALUE, 0.15));
            List<String> letters = new ArrayList<>();
            for (String topic : List.of(Topics.PAPERS.deadLetterName(), Topics.REFERENCES.deadLetterName())) {
                platform.each(
                        topic,
                        letter -> letters.add(new String(
                                letter.headers().lastHeader("dlt_topic").value(), StandardCharsets.UTF_8)));
            }
            assertThat(letters).containsExactly("papers", "references");
        }
    }

    @Test
    void aSecondInstanceStandsByAndTakesOverWhenTheFirstStops() {
        try (ConfigurableApplicationContext second = startAfterAFirst()) {
            EpochPublisher other = second.getBean(EpochPublisher.class);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(other.health().getDetails()).containsEntry("role", "publishes"));
            long before = platform.all(Topics.RANK_EPOCHS).getLast().epoch();
            platform.send(paper(3, 1));
            assertThat(epochThatCoversAll().epoch()).isGreaterThan(before);
            assertThat(platform.scores()).containsOnlyKeys(1, 2, 3);
            assertThat(platform.all(Topics.RANK_EPOCHS))
                    .extracting(RankEpoch::epoch)
                    .doesNotHaveDuplicates();
        }
    }

    private ConfigurableApplicationContext startAfterAFirst() {
        try (ConfigurableApplicationContext first = platform.start()) {
            platform.send(paper(1, 1));
            epochThatCoversAll();
            EpochPublisher publisher = first.getBean(EpochPublisher.class);
            ConfigurableApplicationContext second = platform.start("citestream.ranking.epoch-interval=10ms");
            EpochPublisher other = second.getBean(EpochPublisher.class);
            platform.send(paper(2, 1));
            epochThatCoversAll();
            assertThat(List.of(publisher.health(), other.health()))
                    .allMatch(health -> health.getStatus().equals(Status.UP))
                    .extracting(health -> health.getDetails().get("role"))
                    .containsExactlyInAnyOrder("publishes", "stands by");
            return second;
        }
    }

    @Tag("slow")
    @Test
    void aWriterThatIsFencedIsReplacedWhileItsInstanceLeads() {
        try (ConfigurableApplicationContext service = platform.start()) {
            platform.send(paper(1, 1));
            epochThatCoversAll();
            try (EventWriter usurper = service.getBean(EventWriters.class).transactional("ranking-epochs")) {
                platform.send(paper(2, 1));
                assertThat(epochThatCoversAll().papers()).isEqualTo(2);
            }
            EpochPublisher publisher = service.getBean(EpochPublisher.class);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(publisher.health().getStatus()).isEqualTo(Status.UP));
        }
    }

    @Tag("slow")
    @Test
    void aRestartGoesOnFromTheSnapshotAndADamagedOneIsLeftAside(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("snapshots").resolve("ranking");
        String property = "citestream.ranking.snapshot-file=" + file;
        try (ConfigurableApplicationContext _ = platform.start(property)) {
            platform.send(paper(1, 1), paper(2, 1), paper(3, 1));
            platform.send(references(3, 1, List.of(1, 2)), references(2, 1, List.of(1)));
            epochThatCoversAll();
        }
        assertThat(file).isRegularFile();
        try (ConfigurableApplicationContext service = platform.start(property)) {
            assertThat(refused(service)).isZero();
            platform.send(paper(4, 1));
            assertThat(epochThatCoversAll().citations()).isEqualTo(3);
            assertThat(recordsRead(service, Topics.PAPERS) + recordsRead(service, Topics.REFERENCES))
                    .as("only what follows the snapshot")
                    .isEqualTo(1);
            assertThat(recordsRead(service, Topics.RANKS))
                    .as("what was published is in the snapshot")
                    .isZero();
            assertScores(Map.of(4, 0.15, 3, 0.15, 2, 0.21375, 1, 0.3954375));
        }
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length / 2] ^= 1;
        Files.write(file, whole);
        try (ConfigurableApplicationContext service = platform.start(property)) {
            assertThat(refused(service)).isEqualTo(1);
            platform.send(paper(5, 1));
            assertThat(epochThatCoversAll().citations()).isEqualTo(3);
            assertThat(recordsRead(service, Topics.PAPERS) + recordsRead(service, Topics.REFERENCES))
                    .as("everything")
                    .isEqualTo(7);
            assertThat(recordsRead(service, Topics.RANKS)).isGreaterThanOrEqualTo(4);
            assertScores(Map.of(5, 0.15, 4, 0.15, 3, 0.15, 2, 0.21375, 1, 0.3954375));
        }
        try (ConfigurableApplicationContext service =
                platform.start(property, "citestream.ranking.self-citations=include")) {
            assertThat(refused(service)).as("of other settings").isEqualTo(1);
        }
    }

    private static double recordsRead(ConfigurableApplicationContext service, Topic<?> topic) {
        return service.getBean(MeterRegistry.class)
                .get("citestream.ranking.records.read")
                .tag("topic", topic.name())
                .counter()
                .count();
    }

    private static double refused(ConfigurableApplicationContext service) {
        return service.getBean(MeterRegistry.class)
                .get("citestream.ranking.snapshot.refused")
                .counter()
                .count();
    }

    @Test
    void theAuditComparesWithAFullSolveAndSaysHowFarTheScoresAre() {
        try (ConfigurableApplicationContext service = platform.start("citestream.ranking.audit-interval=50ms")) {
            platform.send(paper(1, 1), paper(2, 1), paper(3, 1));
            platform.send(references(3, 1, List.of(1, 2)), references(2, 1, List.of(1)));
            epochThatCoversAll();
            MeterRegistry meters = service.getBean(MeterRegistry.class);
            await().atMost(PATIENCE)
                    .until(() -> meters.get("citestream.ranking.audit.allowed")
                                    .gauge()
                                    .value()
                            > 0);
            assertThat(meters.get("citestream.ranking.audit.broken").counter().count())
                    .isZero();
            assertThat(service.getBean(EpochAudit.class).health().getStatus()).isEqualTo(Status.UP);
        }
    }
}
