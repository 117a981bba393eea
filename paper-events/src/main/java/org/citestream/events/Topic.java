package org.citestream.events;

import java.util.Map;

/**
 * A topic and what it holds.
 *
 * @param name its name in Kafka
 * @param type the records in it
 * @param ceType CloudEvents type of its records
 * @param single whether it has one partition, whatever is configured
 * @param config its configuration in Kafka
 * @param <E> the records in it
 */
public record Topic<E extends Event>(
        String name, Class<E> type, String ceType, boolean single, Map<String, String> config) {

    /** The topic for records of this one that could not be handled. */
    public String deadLetterName() {
        return name + "-dlt";
    }

    /**
     * The partition of a record: by paper id alone where its key begins with one, else by hash of the key.
     *
     * @param event a record of this topic
     * @param partitions how many partitions the topic has
     * @return 0 to {@code partitions - 1}
     */
    public int partitionOf(E event, int partitions) {
        return switch (event) {
            case PaperRecord record -> Math.floorMod(record.id(), partitions);
            case Submission submission -> Math.floorMod(submission.recordKey().hashCode(), partitions);
            case RankEpoch _ -> 0;
        };
    }
}
