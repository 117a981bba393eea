package org.citestream.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.ranking.RankingPlatform.paper;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.ranking.epoch.EpochPublisher;
import org.citestream.ranking.epoch.RankingState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.health.contributor.Health;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.context.ConfigurableApplicationContext;

/** What an instance publishes that takes over, and has not read what the one before it had. */
class TakeoverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NEVER = "citestream.ranking.longest-standstill=1h";

    @RegisterExtension
    final RankingPlatform platform = new RankingPlatform();

    @Tag("slow")
    @Test
    void anInstanceThatLagsTakesNoScoreBackWhenItTakesOver() {
        try (ConfigurableApplicationContext second = standbyThatLags(NEVER)) {
            RankEpoch before = last();
            await().atMost(PATIENCE).until(() -> health(second).getDetails().get("role"), "catches up"::equals);
            assertThat(health(second).getDetails()).containsEntry("behind", 2L);
            assertThat(behind(second)).isEqualTo(2);
            assertThat(last().epoch()).isEqualTo(before.epoch());

            platform.send(paper(4, 1));
            readAll(second);
            covered();

            assertThat(platform.all(Topics.RANKS)).extracting(RankEvent::score).doesNotContainNull();
            assertThat(platform.scores()).containsOnlyKeys(1, 2, 3, 4);
            List<RankEpoch> epochs = platform.all(Topics.RANK_EPOCHS);
            assertThat(IntStream.range(1, epochs.size()))
                    .allSatisfy(each -> assertThat(isAtLeast(epochs.get(each), epochs.get(each - 1)))
                            .as("%s after %s", epochs.get(each), epochs.get(each - 1))
                            .isTrue());
            assertThat(behind(second)).isZero();
            assertThat(health(second).getDetails()).containsEntry("role", "publishes");
        }
    }

    @Tag("slow")
    @Test
    void aReaderThatHasComeToAStopIsWaitedForOnlyAsLongAsItMayStandStill() {
        try (ConfigurableApplicationContext second = standbyThatLags("citestream.ranking.longest-standstill=1500ms")) {
            RankEpoch before = last();
            await().atMost(PATIENCE).until(() -> last().epoch() > before.epoch());
            assertThat(platform.scores()).containsOnlyKeys(1);
            assertThat(health(second).getDetails()).containsEntry("role", "publishes");
        }
    }

    @Test
    void papersThatWereMadeAnewAreRankedAsTheyAreAlthoughMoreOfThemWasRead() {
        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.send(paper(1, 1), paper(2, 1), paper(3, 1));
            covered();
        }
        long before = last().epoch();
        platform.makeAnew(Topics.PAPERS);
        try (ConfigurableApplicationContext _ = platform.start(NEVER)) {
            platform.send(paper(2, 1));
            await().atMost(PATIENCE).until(() -> last().epoch() > before && last().papers() == 1);
            assertThat(platform.scores()).containsOnlyKeys(2);
        }
    }

    /** Another instance has published papers 1, 2 and 3, and is gone; this one has read the first, and reads no more. */
    private ConfigurableApplicationContext standbyThatLags(String property) {
        try (ConfigurableApplicationContext _ = platform.start()) {
            platform.send(paper(1, 1));
            covered();
            ConfigurableApplicationContext second = platform.start(property);
            second.getBean(BindingsLifecycleController.class).changeState("papers-in-0", State.STOPPED);
            platform.send(paper(2, 1), paper(3, 1));
            covered();
            return second;
        }
    }

    /** As its reader would, which cannot be started again. */
    private void readAll(ConfigurableApplicationContext service) {
        RankingState state = service.getBean(RankingState.class);
        platform.each(Topics.PAPERS.name(), record -> {
            int id = Integer.parseInt(new String(record.key(), StandardCharsets.UTF_8));
            state.read(Topics.PAPERS, record.partition(), record.offset() + 1, graph -> graph.paper(id, 1, true, 2000));
        });
    }

    private static Health health(ConfigurableApplicationContext service) {
        return service.getBean(EpochPublisher.class).health();
    }

    private static double behind(ConfigurableApplicationContext service) {
        return service.getBean(MeterRegistry.class)
                .get("citestream.ranking.behind")
                .gauge()
                .value();
    }

    private static boolean isAtLeast(RankEpoch later, RankEpoch earlier) {
        return earlier.inputs().entrySet().stream()
                .allMatch(topic -> IntStream.range(0, topic.getValue().size())
                        .allMatch(
                                partition -> later.inputs().get(topic.getKey()).get(partition)
                                        >= topic.getValue().get(partition)));
    }

    private RankEpoch last() {
        return platform.all(Topics.RANK_EPOCHS).getLast();
    }

    private void covered() {
        await().atMost(PATIENCE).until(() -> {
            List<RankEpoch> epochs = platform.all(Topics.RANK_EPOCHS);
            return !epochs.isEmpty() && platform.covers(epochs.getLast());
        });
    }
}
