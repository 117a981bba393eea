package org.citestream.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicTest {

    private static final Instant NOW = Instant.EPOCH;

    @Test
    void thePartitionFollowsFromThePaperIdAloneWhateverTheFormOfTheKey() {
        Random random = new Random(41);
        for (int trial = 0; trial < 5_000; trial++) {
            int id = trial < 100 ? trial + 1 : 2 + random.nextInt(Integer.MAX_VALUE - 2);
            int partitions = 1 + random.nextInt(64);
            SubmittedCitation citation = new SubmittedCitation(
                    "s" + random.nextInt(9), "a:" + random.nextInt(), "b:" + random.nextInt(), "api", NOW);
            int expected = Topics.RANKS.partitionOf(new RankEvent(id, random.nextLong(), 1.0), partitions);
            assertThat(expected).isBetween(0, partitions - 1);
            assertThat(Topics.IDENTIFIED.partitionOf(
                            Identified.Said.of(id, random.nextLong(), 0, citation), partitions))
                    .isEqualTo(expected);
            assertThat(Topics.IDENTIFIED.partitionOf(
                            new Identified.CitedChanged(id, random.nextInt(), random.nextLong(), NOW), partitions))
                    .isEqualTo(expected);
            assertThat(Topics.IDENTIFIED.partitionOf(new Identified.Moved(id, "a:b", 1, id + 1, NOW), partitions))
                    .isEqualTo(expected);
            EmbeddingEvent embedding = new EmbeddingEvent(
                    id, "model " + random.nextInt(), 1, 1, "AAAAAA==", "h", EmbeddingEvent.Basis.TITLE, NOW);
            assertThat(Topics.EMBEDDINGS.partitionOf(embedding, partitions)).isEqualTo(expected);
            int ofSubmission = Topics.SUBMISSIONS.partitionOf(citation, partitions);
            assertThat(ofSubmission).isBetween(0, partitions - 1);
            assertThat(Topics.SUBMISSIONS.partitionOf(
                            new SubmittedCitation(
                                    citation.source(), citation.citing(), citation.cited(), "other", Instant.MAX),
                            partitions))
                    .isEqualTo(ofSubmission);
        }
    }
}
