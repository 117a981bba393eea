package org.citestream.gateway.projection;

import java.time.InstantSource;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.bson.BsonDocument;
import org.bson.Document;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.VersionedRecord;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.springframework.stereotype.Component;

/**
 * Compares the views with the topics that they are made of, and mends them, while they are read and written. A section that is missing or
 * older is put in as the projection does. One that has the version it should have, and says something else, is put in as if it had come a
 * millisecond before the present one, so that {@code $max} prefers it, and prefers to both whatever comes meanwhile. A view that is newer
 * than its topic is left alone.
 */
@Component
public class ViewCheck {

    /** What a section says of where it came from, which is not compared. */
    private static final Set<String> ORIGIN = Set.of("notBefore", "partition", "offset");

    private final ViewDocuments views;
    private final EventReaders readers;
    private final InstantSource clock;

    ViewCheck(ViewDocuments views, EventReaders readers, InstantSource clock) {
        this.views = views;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * What was found in one section of the views.
     *
     * @param records read from the topic
     * @param missing papers whose section was not there, or older
     * @param different papers whose section said something else
     */
    public record Found(long records, int missing, int different) {}

    /**
     * Compares all views with the topics as they are now.
     *
     * @param mend whether to put in what is missing or different
     * @return by section
     */
    public Map<String, Found> run(boolean mend) {
        Map<String, Found> found = new LinkedHashMap<>();
        found.put(
                PaperSection.NAME,
                check(
                        Topics.PAPERS,
                        PaperSection.NAME,
                        mend,
                        (origin, event) -> new PaperSection(origin, event).document()));
        found.put(
                ReferencesSection.NAME,
                check(
                        Topics.REFERENCES,
                        ReferencesSection.NAME,
                        mend,
                        (origin, event) -> new ReferencesSection(origin, event).document()));
        found.put(
                SummarySection.NAME,
                check(
                        Topics.SUMMARIES,
                        SummarySection.NAME,
                        mend,
                        (origin, event) -> SummarySection.of(origin, event).document()));
        return found;
    }

    private <V extends VersionedRecord> Found check(
            Topic<V> topic, String section, boolean mend, BiFunction<Origin, V, Document> document) {
        BitSet missing = new BitSet();
        BitSet different = new BitSet();
        long[] records = {0};
        readers.replay("rebuildViews", topic, (partition, batch) -> {
            records[0] += batch.size();
            // Of a version that came twice the first, as where they are projected.
            Map<Integer, Received<V>> newest = Received.newest(batch.reversed());
            Map<Integer, Document> present = views.sections(section, newest.keySet());
            Map<Integer, Document> better = new HashMap<>();
            newest.forEach((id, each) -> {
                Document is = present.get(id);
                Origin origin = new Origin(each.event().version(), clock.instant(), partition, each.offset());
                Document should = document.apply(origin, each.event());
                if (is == null || is.getLong("v") < origin.version()) {
                    missing.set(id);
                    better.put(id, should);
                } else if (is.getLong("v") == origin.version() && !saysSame(is, should)) {
                    different.set(id);
                    should.put("notBefore", is.getLong("notBefore") + 1);
                    better.put(id, should);
                }
            });
            if (mend && !better.isEmpty()) {
                views.raise(section, better);
            }
        });
        return new Found(records[0], missing.cardinality(), different.cardinality());
    }

    /** As the store holds them, where a list is a list and a null may be left out. */
    private static boolean saysSame(Document is, Document should) {
        return content(is).equals(content(should));
    }

    private static BsonDocument content(Document section) {
        BsonDocument content = section.toBsonDocument();
        ORIGIN.forEach(content::remove);
        return content;
    }
}
