package org.citestream.ranking.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.junit.jupiter.api.Test;

class PublishedRanksTest {

    private static final Map<String, List<Long>> INPUTS = Map.of("papers", List.of(5L, 6L));

    @Test
    void whatIsSavedComesBackAndGoesOnApart() throws IOException {
        PublishedRanks ranks = new PublishedRanks(2, 1);
        ranks.read(0, 10, new RankEvent(1, 3, 0.5));
        ranks.read(1, 20, new RankEvent(Integer.MAX_VALUE, 4, 0.25));
        ranks.read(0, 11, new RankEvent(2, 4, 0.75));
        ranks.read(0, 12, new RankEvent(2, 5, null));
        ranks.read(0, 8, new RankEpoch(5, 2, 0, 0.75, 1e-10, INPUTS, List.of(13L, 22L), Instant.EPOCH));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ranks.freeze().writeTo(new DataOutputStream(bytes));
        SavedRanks saved = SavedRanks.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        PublishedRanks read = new PublishedRanks(saved);
        ranks.read(0, 13, new RankEvent(1, 6, null));

        assertThat(scores(read)).containsExactlyEntriesOf(new TreeMap<>(Map.of(1, 0.5, Integer.MAX_VALUE, 0.25)));
        assertThat(read.positions()).containsExactly(13L, 22L);
        assertThat(read.epochPositions()).containsExactly(9L);
        assertThat(read.epoch()).isEqualTo(5);
        assertThat(read.covers(INPUTS)).isTrue();
        PublishedRanks.Totals totals = read.totalsWith(read.totals(), 3, 1.0);
        assertThat(totals.count()).isEqualTo(3);
        assertThat(totals.exactSum()).isCloseTo(1.75, within(1e-15));
        assertThat(scores(ranks)).containsOnlyKeys(Integer.MAX_VALUE);
    }

    @Test
    void whatIsCoveredIsForgottenOnlyWhereTheTopicsNoLongerGoAsFar() {
        PublishedRanks ranks = new PublishedRanks(2, 1);
        ranks.read(0, 8, new RankEpoch(5, 2, 0, 0.75, 1e-10, INPUTS, List.of(13L, 22L), Instant.EPOCH));

        assertThat(ranks.forgetWhatLiesBeyond(INPUTS)).isFalse();
        assertThat(ranks.forgetWhatLiesBeyond(Map.of("papers", List.of(9L, 6L, 1L))))
                .as("longer, and with a partition more")
                .isFalse();
        assertThat(ranks.covers(INPUTS)).isTrue();

        assertThat(ranks.forgetWhatLiesBeyond(Map.of("papers", List.of(9L, 5L))))
                .isTrue();
        assertThat(ranks.inputs()).isEmpty();
        assertThat(ranks.covers(Map.of("papers", List.of(9L, 5L)))).isFalse();
        assertThat(ranks.epoch()).as("numbers go on").isEqualTo(5);
    }

    @Test
    void scoresThatTheTopicNoLongerHasAreNotWaitedFor() {
        PublishedRanks ranks = new PublishedRanks(2, 1);
        ranks.read(0, 4, new RankEvent(1, 5, 0.5));
        ranks.read(0, 8, new RankEpoch(5, 2, 0, 0.75, 1e-10, INPUTS, List.of(13L, 22L), Instant.EPOCH));
        Map<String, List<Long>> held = new HashMap<>(INPUTS);

        held.put("ranks", List.of(14L, 22L));
        assertThat(ranks.forgetWhatLiesBeyond(held)).isFalse();
        assertThat(ranks.positions()).as("what compaction took was there").containsExactly(13L, 22L);

        held.put("ranks", List.of(6L, 22L));
        assertThat(ranks.forgetWhatLiesBeyond(held)).isTrue();
        assertThat(ranks.positions()).as("up to the last score that is there").containsExactly(5L, 22L);
        assertThat(ranks.covers(INPUTS)).as("what it covers is there").isTrue();
    }

    private static Map<Integer, Double> scores(PublishedRanks ranks) {
        Map<Integer, Double> scores = new TreeMap<>();
        ranks.each(scores::put);
        return scores;
    }
}
