package org.citestream.benchmarks.generated;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.springframework.context.ConfigurableApplicationContext;

/** Epochs as the ranking service would publish them. */
public final class PublishedRanks {

    private static final int MOST_PARTITIONS = 64;

    private PublishedRanks() {}

    /**
     * Publishes an epoch.
     *
     * @param scores of each of its papers, all anew, so that where each partition ends is known
     * @param papers how many the collection has
     */
    public static void publish(
            ConfigurableApplicationContext gateway, long epoch, Collection<RankEvent> scores, int papers) {
        try (EventWriter writer = gateway.getBean(EventWriters.class).transactional("bench-ranks")) {
            writer.begin();
            long[] ends = new long[MOST_PARTITIONS];
            int partitions = 0;
            for (RecordMetadata place : writer.sendAll(Topics.RANKS, scores)) {
                ends[place.partition()] = Math.max(ends[place.partition()], place.offset() + 1);
                partitions = Math.max(partitions, place.partition() + 1);
            }
            List<Long> reached =
                    IntStream.range(0, partitions).mapToObj(each -> ends[each]).toList();
            writer.sendAll(
                    Topics.RANK_EPOCHS,
                    List.of(new RankEpoch(epoch, papers, 0, papers * 0.2, 1e-12, Map.of(), reached, Instant.now())));
            writer.commit();
        }
    }
}
