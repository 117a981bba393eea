package org.citestream.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The topics, each in one place with its configuration. */
public final class Topics {

    /** The largest record there can be: 100,000 references with their titles fit. */
    public static final int MAX_RECORD_BYTES = 32 * 1024 * 1024;

    private static final Map<String, String> COMPACTED = Map.of(
            "cleanup.policy", "compact",
            "max.message.bytes", Integer.toString(MAX_RECORD_BYTES),
            "min.cleanable.dirty.ratio", "0.3",
            "segment.bytes", Integer.toString(128 * 1024 * 1024),
            "compression.type", "producer");

    /** How long dead letters are kept, unless their topics are given another time. */
    private static final Duration KEPT_DEAD_LETTERS = Duration.ofDays(30);

    private static final Map<String, String> DEAD_LETTERS = Map.of(
            "cleanup.policy", "delete",
            "retention.ms", Long.toString(KEPT_DEAD_LETTERS.toMillis()),
            "max.message.bytes", Integer.toString(MAX_RECORD_BYTES + 64 * 1024));

    /** What the sources say, by source key. */
    public static final Topic<Submission> SUBMISSIONS = compacted("submissions", Submission.class, "submission");

    /** The same with the paper it belongs to, for the owner of that paper. */
    public static final Topic<Identified> IDENTIFIED = compacted("identified", Identified.class, "identified");

    /** The merged state of each paper. */
    public static final Topic<PaperEvent> PAPERS = compacted("papers", PaperEvent.class, "paper");

    /** Whom each paper cites. */
    public static final Topic<ReferencesEvent> REFERENCES =
            compacted("references", ReferencesEvent.class, "references");

    /** The summary of each paper. */
    public static final Topic<SummaryEvent> SUMMARIES = compacted("summaries", SummaryEvent.class, "summary");

    /** The embedding of each paper. */
    public static final Topic<EmbeddingEvent> EMBEDDINGS = compacted("embeddings", EmbeddingEvent.class, "embedding");

    /** The score of each paper. */
    public static final Topic<RankEvent> RANKS = compacted("ranks", RankEvent.class, "rank");

    /** The last epoch of the ranking. */
    public static final Topic<RankEpoch> RANK_EPOCHS =
            new Topic<>("rank-epochs", RankEpoch.class, "org.citestream.rank-epoch.v1", true, COMPACTED);

    private static final List<Topic<? extends Event>> ALL =
            List.of(SUBMISSIONS, IDENTIFIED, PAPERS, REFERENCES, SUMMARIES, EMBEDDINGS, RANKS, RANK_EPOCHS);

    private Topics() {}

    /** Every topic, the dead-letter topics aside. */
    public static List<Topic<? extends Event>> all() {
        return ALL;
    }

    /** Configuration of every dead-letter topic. */
    public static Map<String, String> deadLetterConfig() {
        return DEAD_LETTERS;
    }

    private static <E extends Event> Topic<E> compacted(String name, Class<E> type, String noun) {
        return new Topic<>(name, type, "org.citestream." + noun + ".v1", false, COMPACTED);
    }
}
