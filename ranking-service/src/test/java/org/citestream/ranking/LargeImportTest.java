package org.citestream.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.citestream.events.RankEpoch;
import org.citestream.events.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A collection of the product's first size, 15,000 papers and about 100,000 citations, read from the topics while it runs. */
@Tag("slow")
class LargeImportTest {

    private static final int PAPERS = 15_000;

    @Test
    void isPublishedWholeAndEqualsAPowerIteration() {
        try (RankingPlatform platform = new RankingPlatform();
                ConfigurableApplicationContext service = platform.start("citestream.ranking.epoch-interval=1s")) {
            Random random = new Random(1);
            Map<Integer, List<Integer>> citedBy = new HashMap<>();
            for (int id = 1; id <= PAPERS; id++) {
                Set<Integer> cited = new TreeSet<>();
                for (int i = id == 1 ? 0 : random.nextInt(14); i > 0; i--) {
                    cited.add(1 + (int) ((id - 1) * Math.sqrt(random.nextDouble())));
                }
                cited.remove(id);
                citedBy.put(id, List.copyOf(cited));
            }
            long begin = System.nanoTime();
            for (int id = 1; id <= PAPERS; id++) {
                platform.send(Topics.PAPERS, RankingPlatform.paper(id, 1));
                platform.send(Topics.REFERENCES, RankingPlatform.references(id, 1, citedBy.get(id)));
            }
            platform.flush();
            long sent = System.nanoTime();
            RankEpoch epoch = await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(
                            () -> {
                                List<RankEpoch> epochs = platform.all(Topics.RANK_EPOCHS);
                                return epochs.isEmpty() ? null : epochs.getLast();
                            },
                            last -> last != null && platform.covers(last));
            long published = System.nanoTime();
            System.out.printf(
                    "%d papers, %d citations: sent in %d ms, published in epoch %d %d ms later, error bound %.1e%n",
                    epoch.papers(),
                    epoch.citations(),
                    (sent - begin) / 1_000_000,
                    epoch.epoch(),
                    (published - sent) / 1_000_000,
                    epoch.errorBound());

            Timer epochs = service.getBean(MeterRegistry.class)
                    .get("citestream.ranking.epoch.duration")
                    .timer();
            System.out.printf(
                    "%d transactions, longest %.0f ms, together %.0f ms%n",
                    epochs.count(), epochs.max(TimeUnit.MILLISECONDS), epochs.totalTime(TimeUnit.MILLISECONDS));

            Map<Integer, Double> expected = PowerIteration.scores(citedBy);
            double sum =
                    expected.values().stream().mapToDouble(Double::doubleValue).sum();
            Map<Integer, Double> scores = platform.scores();
            double distance = expected.entrySet().stream()
                    .mapToDouble(each -> Math.abs(each.getValue() / sum - scores.get(each.getKey()) / epoch.scoreSum()))
                    .sum();
            assertThat(scores).hasSize(PAPERS);
            assertThat(distance).isLessThan(epoch.errorBound() + 1e-12);
        }
    }

    @Test
    void isRankedFromTheTopicsAtTheStart() {
        try (RankingPlatform platform = new RankingPlatform()) {
            platform.start().close();
            Random random = new Random(2);
            for (int id = 1; id <= PAPERS; id++) {
                platform.send(Topics.PAPERS, RankingPlatform.paper(id, 1));
                int paper = id;
                List<Integer> cited = random.ints(id == 1 ? 0 : random.nextInt(15), 1, id + 1)
                        .filter(each -> each != paper)
                        .distinct()
                        .sorted()
                        .boxed()
                        .toList();
                platform.send(Topics.REFERENCES, RankingPlatform.references(id, 1, cited));
            }
            platform.flush();
            long begin = System.nanoTime();
            try (ConfigurableApplicationContext _ = platform.start()) {
                long started = System.nanoTime();
                RankEpoch epoch = await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(20))
                        .until(
                                () -> {
                                    List<RankEpoch> epochs = platform.all(Topics.RANK_EPOCHS);
                                    return epochs.isEmpty() ? null : epochs.getLast();
                                },
                                last -> last != null && platform.covers(last));
                System.out.printf(
                        "%d papers, %d citations: started in %d ms, published in epoch %d %d ms later%n",
                        epoch.papers(),
                        epoch.citations(),
                        (started - begin) / 1_000_000,
                        epoch.epoch(),
                        (System.nanoTime() - started) / 1_000_000);
                assertThat(epoch.papers()).isEqualTo(PAPERS);
            }
        }
    }
}
