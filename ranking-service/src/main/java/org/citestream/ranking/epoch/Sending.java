package org.citestream.ranking.epoch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;

/** The transaction of one epoch, which begins with its first score. Of the scores, only those are held that go together. */
final class Sending {

    /** Scores whose acknowledgements are held at once, which take more memory than the scores. */
    private static final int SENT_AT_ONCE = 100_000;

    private final EventWriter writer;
    private final PublishedRanks published;
    private final long epoch;
    private final long[] ends;
    private final List<RankEvent> waiting = new ArrayList<>();
    private PublishedRanks.Totals totals;
    private long count;
    private boolean begun;

    Sending(EventWriter writer, PublishedRanks published) {
        this.writer = writer;
        this.published = published;
        this.epoch = published.epoch() + 1;
        this.ends = published.ends();
        this.totals = published.totals();
    }

    long epoch() {
        return epoch;
    }

    boolean hasBegun() {
        return begun;
    }

    /** A score, or {@link ScorePages#NONE}; one a paper. */
    void add(int paper, double score) {
        totals = published.totalsWith(totals, paper, score);
        waiting.add(new RankEvent(paper, epoch, score == ScorePages.NONE ? null : score));
        count++;
        if (waiting.size() == SENT_AT_ONCE) {
            flush();
        }
    }

    /** Begins the transaction where it has not begun, and sends what waits. */
    void flush() {
        if (!begun) {
            writer.begin();
            begun = true;
        }
        for (RecordMetadata place : ScoreSender.send(writer, waiting)) {
            ends[place.partition()] = Math.max(ends[place.partition()], place.offset() + 1);
        }
        waiting.clear();
    }

    /** How many scores were added. */
    long count() {
        return count;
    }

    /** What all scores come to with those that were added. */
    PublishedRanks.Totals totals() {
        return totals;
    }

    /** Up to where the partitions of the scores are written. */
    List<Long> ends() {
        return Arrays.stream(ends).boxed().toList();
    }

    /** Ends the transaction with the epoch's record, and tells where that is. */
    RecordMetadata commit(RankEpoch record) {
        RecordMetadata at = writer.sendAll(Topics.RANK_EPOCHS, List.of(record)).getFirst();
        writer.commit();
        return at;
    }
}
