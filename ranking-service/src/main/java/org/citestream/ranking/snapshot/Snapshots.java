package org.citestream.ranking.snapshot;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.citestream.ranking.epoch.RankingState;
import org.citestream.ranking.graph.RankedCollection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot of the ranking: the collection and, under the same checksum, what it was made of and up to where. One that is damaged, of other
 * topics or of other settings is left aside, and the collection is read from the topics.
 */
public final class Snapshots {

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    private final Path file;
    private final Origin origin;
    private final Timer duration;
    private final Counter refused;

    /**
     * What a snapshot must have been made of to be gone on from.
     *
     * @param topics the id of each topic that is read, since one that was made anew starts from zero
     * @param damping of the ranking
     * @param residualBound of the ranking
     * @param selfCitations whether they count
     */
    public record Origin(Map<String, String> topics, double damping, double residualBound, boolean selfCitations) {}

    /**
     * What a topic holds of one partition now.
     *
     * @param first the first position that it holds
     * @param next the position of the record to come
     */
    public record Extent(long first, long next) {

        boolean goesOnFrom(long position) {
            return first <= position && position <= next;
        }
    }

    /** A collection, and up to where each topic is in it. */
    public record Loaded(RankedCollection collection, Map<String, List<Long>> positions) {}

    /**
     * @param file of the snapshot
     * @param origin of this instance
     * @param meters take the measurements
     */
    public Snapshots(Path file, Origin origin, MeterRegistry meters) {
        this.file = file;
        this.origin = origin;
        this.duration = Timer.builder("citestream.ranking.snapshot.duration")
                .description("to freeze and write a snapshot")
                .register(meters);
        this.refused = Counter.builder("citestream.ranking.snapshot.refused")
                .description("snapshots that could not be gone on from")
                .register(meters);
    }

    /**
     * Saves what there is now. The readers wait only until it is frozen, not until it is written.
     *
     * @throws IOException if it cannot be written; the former snapshot is as it was
     */
    public void save(RankingState state) throws IOException {
        long start = System.nanoTime();
        Files.createDirectories(file.toAbsolutePath().getParent());
        RankingState.Frozen frozen = state.freeze();
        frozen.collection().to(file, out -> {
            write(out, origin);
            writePositions(out, frozen.inputs());
        });
        duration.record(Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * The snapshot, unless there is none to go on from.
     *
     * @param extents what each topic that is read holds of its partitions; a snapshot whose positions lie outside is refused, since
     *     what lies between would be missing
     */
    public Optional<Loaded> load(Map<String, List<Extent>> extents) {
        Map<String, List<Long>> positions = new HashMap<>();
        try {
            RankedCollection collection = RankedCollection.load(file, origin.selfCitations, in -> {
                Origin found = readOrigin(in);
                if (!found.equals(origin)) {
                    throw new IOException("snapshot %s was made of %s, but this is %s".formatted(file, found, origin));
                }
                positions.putAll(readPositions(in));
                requireWithin(extents, positions);
            });
            log.info("Goes on from snapshot {} at {}", file, positions);
            return Optional.of(new Loaded(collection, positions));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            refused.increment();
            log.warn("Reads everything from the topics, since {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void requireWithin(Map<String, List<Extent>> extents, Map<String, List<Long>> positions)
            throws IOException {
        if (!extents.keySet().equals(positions.keySet())) {
            throw new IOException("snapshot %s was made of %s, but %s are read"
                    .formatted(file, positions.keySet(), extents.keySet()));
        }
        for (Map.Entry<String, List<Extent>> topic : extents.entrySet()) {
            List<Extent> held = topic.getValue();
            List<Long> next = positions.getOrDefault(topic.getKey(), List.of());
            if (held.size() != next.size()
                    || !IntStream.range(0, held.size())
                            .allMatch(partition -> held.get(partition).goesOnFrom(next.get(partition)))) {
                throw new IOException(
                        "snapshot %s ends at %s of %s, which holds %s".formatted(file, next, topic.getKey(), held));
            }
        }
    }

    private static void write(DataOutput out, Origin origin) throws IOException {
        out.writeInt(origin.topics.size());
        for (Map.Entry<String, String> topic : origin.topics.entrySet()) {
            out.writeUTF(topic.getKey());
            out.writeUTF(topic.getValue());
        }
        out.writeDouble(origin.damping);
        out.writeDouble(origin.residualBound);
        out.writeBoolean(origin.selfCitations);
    }

    private static Origin readOrigin(DataInput in) throws IOException {
        Map<String, String> topics = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            topics.put(in.readUTF(), in.readUTF());
        }
        return new Origin(topics, in.readDouble(), in.readDouble(), in.readBoolean());
    }

    private static void writePositions(DataOutput out, Map<String, List<Long>> positions) throws IOException {
        out.writeInt(positions.size());
        for (Map.Entry<String, List<Long>> topic : positions.entrySet()) {
            out.writeUTF(topic.getKey());
            out.writeInt(topic.getValue().size());
            for (long position : topic.getValue()) {
                out.writeLong(position);
            }
        }
    }

    private static Map<String, List<Long>> readPositions(DataInput in) throws IOException {
        Map<String, List<Long>> positions = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String topic = in.readUTF();
            List<Long> next = new ArrayList<>();
            for (int partitions = in.readInt(); partitions > 0; partitions--) {
                next.add(in.readLong());
            }
            positions.put(topic, next);
        }
        return positions;
    }
}
