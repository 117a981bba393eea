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
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.pagerank.SnapshotAttachment;
import org.citestream.ranking.epoch.PublishedRanks;
import org.citestream.ranking.epoch.RankingState;
import org.citestream.ranking.epoch.SavedRanks;
import org.citestream.ranking.graph.RankedCollection;
import org.citestream.ranking.graph.SolvedCollection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot of the ranking: the collection and, under the same checksum, what it was made of and up to where, and what of it is published. One that is damaged, of other
 * topics or of other settings is left aside, and the collection is read from the topics.
 */
public final class Snapshots {

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    /** Says that what follows is laid out as below: "CSRANK02". */
    private static final long FORMAT = 0x4353_5241_4e4b_3032L;

    private final Path file;
    private final Origin origin;
    private final Timer duration;
    private final Counter refused;

    /**
     * What a snapshot must have been made of to be gone on from.
     *
     * @param topics the id of each topic that is read, since one that was made anew starts from zero
     * @param published the id of each topic that is written
     * @param damping of the ranking
     * @param residualBound of the ranking
     * @param selfCitations whether they count
     */
    public record Origin(
            Map<String, String> topics,
            Map<String, String> published,
            double damping,
            double residualBound,
            boolean selfCitations) {

        /** Whether a snapshot of another origin holds the same collection. */
        boolean readsAs(Origin other) {
            return equals(new Origin(other.topics, published, other.damping, other.residualBound, other.selfCitations));
        }
    }

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

    /**
     * What to go on from.
     *
     * @param collection of papers
     * @param positions up to where each topic that is read is in it
     * @param published what is known of what is published
     */
    public record Loaded(RankedCollection collection, Map<String, List<Long>> positions, SavedRanks published) {}

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
     * Saves what there is now. The readers and the publisher wait only until it is frozen, not until it is written.
     *
     * @throws IOException if it cannot be written; the former snapshot is as it was
     */
    public void save(RankingState state, PublishedRanks published) throws IOException {
        long start = System.nanoTime();
        Files.createDirectories(file.toAbsolutePath().getParent());
        SavedRanks ranks = published.freeze();
        RankingState.Frozen frozen = state.freeze();
        frozen.collection().to(file, attachment(frozen.inputs(), ranks));
        duration.record(Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * Saves a collection that was solved elsewhere; of it nothing is published.
     *
     * @param positions up to where each topic that is read is in it
     * @param published where the reading of what is published begins
     * @throws IOException if it cannot be written; the former snapshot is as it was
     */
    public void save(SolvedCollection solved, Map<String, List<Long>> positions, SavedRanks published)
            throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        solved.to(file, attachment(positions, published));
    }

    private SnapshotAttachment attachment(Map<String, List<Long>> positions, SavedRanks published) {
        return out -> {
            out.writeLong(FORMAT);
            write(out, origin);
            SavedRanks.writePositions(out, positions);
            published.writeTo(out);
        };
    }

    /**
     * The snapshot, unless there is none to go on from. What was published is read anew where only the topics that are written do not go
     * on from it.
     *
     * @param extents what each topic that is read holds of its partitions; a snapshot whose positions lie outside is refused, since
     *     what lies between would be missing
     * @param published the same of each topic that is written
     */
    public Optional<Loaded> load(Map<String, List<Extent>> extents, Map<String, List<Extent>> published) {
        Map<String, List<Long>> positions = new HashMap<>();
        List<SavedRanks> goesOn = new ArrayList<>();
        try {
            RankedCollection collection = RankedCollection.load(file, origin.selfCitations, in -> {
                if (in.readLong() != FORMAT) {
                    throw new IOException("snapshot %s is of an earlier format".formatted(file));
                }
                Origin found = readOrigin(in);
                if (!found.readsAs(origin)) {
                    throw new IOException("snapshot %s was made of %s, but this is %s".formatted(file, found, origin));
                }
                positions.putAll(SavedRanks.readPositions(in));
                requireWithin(extents, positions);
                SavedRanks saved = SavedRanks.read(in);
                if (found.published.equals(origin.published)) {
                    try {
                        requireWithin(published, saved.positions());
                        goesOn.add(saved);
                    } catch (IOException e) {
                        log.warn("Reads all that is published, since {}", e.getMessage());
                    }
                }
            });
            return Optional.of(
                    new Loaded(collection, positions, goesOn.isEmpty() ? nothing(published) : goesOn.getFirst()));
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

    private static SavedRanks nothing(Map<String, List<Extent>> published) {
        return SavedRanks.nothing(partitions(published, Topics.RANKS), partitions(published, Topics.RANK_EPOCHS));
    }

    private static int partitions(Map<String, List<Extent>> extents, Topic<?> topic) {
        return extents.getOrDefault(topic.name(), List.of()).size();
    }

    private static void write(DataOutput out, Origin origin) throws IOException {
        writeIds(out, origin.topics);
        writeIds(out, origin.published);
        out.writeDouble(origin.damping);
        out.writeDouble(origin.residualBound);
        out.writeBoolean(origin.selfCitations);
    }

    private static Origin readOrigin(DataInput in) throws IOException {
        return new Origin(readIds(in), readIds(in), in.readDouble(), in.readDouble(), in.readBoolean());
    }

    private static void writeIds(DataOutput out, Map<String, String> topics) throws IOException {
        out.writeInt(topics.size());
        for (Map.Entry<String, String> topic : topics.entrySet()) {
            out.writeUTF(topic.getKey());
            out.writeUTF(topic.getValue());
        }
    }

    private static Map<String, String> readIds(DataInput in) throws IOException {
        Map<String, String> ids = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            ids.put(in.readUTF(), in.readUTF());
        }
        return ids;
    }
}
