package org.citestream.gateway.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.citestream.events.RankEpoch;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.pagerank.RankIndex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted as records come is what is counted when all papers are looked at. */
class StagesTest {

    private static final int PAPERS = 24;
    private static final int PARTITIONS = 2;
    private static final int CHANGES = 600;

    private final CitationIndex index = new CitationIndex();
    private final Known[] papers =
            IntStream.rangeClosed(0, PAPERS).mapToObj(Known::new).toArray(Known[]::new);
    private final long[] paperEnds = new long[PARTITIONS];
    private final long[] referenceEnds = new long[PARTITIONS];
    private final long[] viewed = new long[PARTITIONS];
    private Ranks ranks = Ranks.NONE;
    private long version;

    /** What a look at a paper would find. */
    private static final class Known {

        private final int id;
        private boolean live;
        private long offset = -1;
        private long references = -1;
        private SummaryEvent.Status summary;
        private boolean text;
        private boolean embedded;
        private boolean without;

        Known(int id) {
            this.id = id;
        }
    }

    static Stream<Long> seeds() {
        return LongStream.range(0, 30).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theStagesThatAreCountedAsRecordsComeAreThoseThatALookAtAllPapersFinds(long seed) {
        Random random = new Random(seed);
        int most = 0;
        for (int change = 0; change < CHANGES; change++) {
            change(random);
            assertThat(index.milestones(ranks, Reach.of(Map.of("papers", list(viewed)))))
                    .as("after change " + change)
                    .isEqualTo(looked());
            most = Math.max(most, looked().ranked());
        }
        assertThat(most).as("something came through").isPositive();
    }

    private void change(Random random) {
        Known paper = papers[1 + random.nextInt(PAPERS)];
        int partition = paper.id % PARTITIONS;
        version++;
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                paper.live = random.nextInt(4) > 0;
                paper.offset = paperEnds[partition]++;
                index.apply(CountedCitationTest.paper(paper.id, version, paper.live), paper.offset);
            }
            case 2 -> {
                paper.references = referenceEnds[partition]++;
                index.apply(
                        new ReferencesEvent(
                                paper.id,
                                version,
                                List.of(1 + random.nextInt(PAPERS)),
                                List.of(),
                                0,
                                ReferencesEvent.Dropped.NOTHING,
                                Instant.EPOCH),
                        paper.references);
            }
            case 3 -> {
                SummaryEvent.Status[] all = SummaryEvent.Status.values();
                paper.summary = all[random.nextInt(all.length)];
                paper.text = random.nextBoolean();
                index.apply(summary(paper));
            }
            case 4 -> {
                paper.embedded = random.nextBoolean();
                paper.without = random.nextBoolean();
                index.embedded(paper.id, paper.embedded, paper.without);
            }
            case 5 -> {
                int view = random.nextInt(PARTITIONS);
                viewed[view] += random.nextLong(paperEnds[view] - viewed[view] + 1);
            }
            case 6 -> ranks = epoch(random);
            default -> goBack(random);
        }
    }

    /** What goes on, as it does but for a stage that is rebuilt. */
    private Ranks epoch(Random random) {
        int[] live = Arrays.stream(papers)
                .filter(each -> each.live)
                .mapToInt(each -> each.id)
                .toArray();
        double[] scores = random.doubles(live.length).toArray();
        return ranks(live, scores, paperEnds.clone(), referenceEnds.clone());
    }

    private void goBack(Random random) {
        if (random.nextInt(6) == 0) {
            viewed[random.nextInt(PARTITIONS)] = 0;
        } else if (random.nextInt(6) == 0 && ranks.index().size() > 1) {
            ranks = ranks(new int[] {1}, new double[] {1}, paperEnds.clone(), referenceEnds.clone());
        } else if (random.nextInt(6) == 0) {
            ranks = ranks(new int[] {1, 2, 3}, new double[] {1, 2, 3}, new long[PARTITIONS], new long[PARTITIONS]);
        }
    }

    private Ranks ranks(int[] ids, double[] scores, long[] ofPapers, long[] ofReferences) {
        RankEpoch epoch = new RankEpoch(
                version,
                ids.length,
                0,
                1,
                0,
                Map.of("papers", list(ofPapers), "references", list(ofReferences)),
                List.of(),
                Instant.EPOCH);
        return Ranks.of(epoch, RankIndex.of(ids, scores, ids.length, 0));
    }

    private Milestones looked() {
        Reach reach = ranks.reach();
        return new Milestones(
                count(_ -> true),
                index.citations(),
                count(each -> each.offset < viewed[each.id % PARTITIONS]),
                count(each -> ranks.index().contains(each.id)
                        && reach.covers("papers", each.id, each.offset)
                        && (each.references < 0 || reach.covers("references", each.id, each.references))),
                count(each -> each.text),
                count(each -> each.summary == SummaryEvent.Status.NO_ABSTRACT),
                count(each -> each.summary == SummaryEvent.Status.FAILED),
                count(each -> each.summary == null || each.summary == SummaryEvent.Status.PENDING),
                count(each -> each.embedded),
                count(each -> !each.embedded && !each.without));
    }

    private int count(Predicate<Known> of) {
        return (int) Arrays.stream(papers).filter(each -> each.live).filter(of).count();
    }

    private static List<Long> list(long[] values) {
        List<Long> list = new ArrayList<>();
        for (long each : values) {
            list.add(each);
        }
        return list;
    }

    private SummaryEvent summary(Known paper) {
        return new SummaryEvent(
                paper.id,
                version,
                paper.summary,
                paper.text ? "A text." : null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.EPOCH,
                List.of());
    }
}
