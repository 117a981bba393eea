package org.citestream.ranking.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.citestream.events.RankEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;

/**
 * Sends scores: many of them by two threads, since to write and to pack a million takes longer than to compute them. A paper has one score in an
 * epoch, so the order among papers says nothing.
 */
final class ScoreSender {

    /** Fewer are sent before a second thread has started. */
    private static final int WORTH_A_THREAD = 10_000;

    private ScoreSender() {}

    /**
     * Sends scores in the writer's transaction, and waits until all are acknowledged.
     *
     * @return their places, in no particular order
     * @throws RuntimeException if one could not be written, when none is on its way any more
     */
    static List<RecordMetadata> send(EventWriter writer, List<RankEvent> scores) {
        if (scores.size() < WORTH_A_THREAD) {
            return writer.sendAll(Topics.RANKS, scores);
        }
        // By the parity of the paper: with an even number of partitions, no partition is written to by both.
        List<RankEvent> even = new ArrayList<>(scores.size());
        List<RankEvent> odd = new ArrayList<>(scores.size());
        for (RankEvent score : scores) {
            ((score.id() & 1) == 0 ? even : odd).add(score);
        }
        CompletableFuture<List<RecordMetadata>> others = CompletableFuture.supplyAsync(
                () -> writer.sendAll(Topics.RANKS, odd),
                work -> Thread.ofPlatform().name("epochs-2").start(work));
        List<RecordMetadata> places = new ArrayList<>(scores.size());
        try {
            places.addAll(writer.sendAll(Topics.RANKS, even));
        } finally {
            // Whoever takes the transaction back must not be overtaken by what is still being sent.
            others.handle((_, _) -> true).join();
        }
        try {
            places.addAll(others.join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : e;
        }
        return places;
    }
}
