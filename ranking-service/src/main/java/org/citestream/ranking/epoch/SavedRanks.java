package org.citestream.ranking.epoch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.citestream.events.Topics;

/**
 * What was published at one moment, as a snapshot holds it: whoever goes on from it reads of {@code ranks} and {@code rank-epochs} only what
 * came after.
 *
 * @param scores of each paper
 * @param ends next positions in {@code ranks}
 * @param epochEnds next positions in {@code rank-epochs}
 * @param inputs what the last epoch covered
 * @param totals of the scores
 * @param epoch number of the last epoch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record SavedRanks(
        ScorePages scores,
        long[] ends,
        long[] epochEnds,
        Map<String, List<Long>> inputs,
        PublishedRanks.Totals totals,
        long epoch) {

    /** Nothing: whoever goes on from it reads both topics from their start. */
    public static SavedRanks nothing(int partitions, int epochPartitions) {
        return new PublishedRanks(partitions, epochPartitions).freeze();
    }

    /** By topic, up to where it was read. */
    public Map<String, List<Long>> positions() {
        PublishedRanks now = new PublishedRanks(this);
        return Map.of(Topics.RANKS.name(), now.positions(), Topics.RANK_EPOCHS.name(), now.epochPositions());
    }

    /** Writes it. */
    public void writeTo(DataOutput out) throws IOException {
        writeLongs(out, ends);
        writeLongs(out, epochEnds);
        writePositions(out, inputs);
        out.writeLong(epoch);
        out.writeInt(totals.count());
        out.writeDouble(totals.sum());
        out.writeDouble(totals.lost());
        scores.writeTo(out);
    }

    /** Reads what {@link #writeTo} wrote. */
    public static SavedRanks read(DataInput in) throws IOException {
        long[] ends = readLongs(in);
        long[] epochEnds = readLongs(in);
        Map<String, List<Long>> inputs = readPositions(in);
        long epoch = in.readLong();
        PublishedRanks.Totals totals = new PublishedRanks.Totals(in.readInt(), in.readDouble(), in.readDouble());
        return new SavedRanks(ScorePages.read(in), ends, epochEnds, inputs, totals, epoch);
    }

    private static void writeLongs(DataOutput out, long[] values) throws IOException {
        out.writeInt(values.length);
        for (long value : values) {
            out.writeLong(value);
        }
    }

    private static long[] readLongs(DataInput in) throws IOException {
        long[] values = new long[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readLong();
        }
        return values;
    }

    /** Writes positions by topic. */
    public static void writePositions(DataOutput out, Map<String, List<Long>> positions) throws IOException {
        out.writeInt(positions.size());
        for (Map.Entry<String, List<Long>> topic : positions.entrySet()) {
            out.writeUTF(topic.getKey());
            writeLongs(out, topic.getValue().stream().mapToLong(Long::longValue).toArray());
        }
    }

    /** Reads positions by topic. */
    public static Map<String, List<Long>> readPositions(DataInput in) throws IOException {
        Map<String, List<Long>> positions = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String topic = in.readUTF();
            List<Long> next = new ArrayList<>();
            for (long position : readLongs(in)) {
                next.add(position);
            }
            positions.put(topic, next);
        }
        return positions;
    }
}
