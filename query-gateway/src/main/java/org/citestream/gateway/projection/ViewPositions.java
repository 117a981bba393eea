package org.citestream.gateway.projection;

import java.util.Map;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.springframework.stereotype.Component;

/** How far the views have been written, by whichever instance: what lies before these positions is in the store. */
@Component
public class ViewPositions {

    private static final Map<String, String> READERS = Map.of(
            Topics.PAPERS.name(), ViewProjection.PAPERS,
            Topics.REFERENCES.name(), ViewProjection.REFERENCES,
            Topics.SUMMARIES.name(), ViewProjection.SUMMARIES);

    private final EventReaders readers;

    ViewPositions(EventReaders readers) {
        this.readers = readers;
    }

    /**
     * The position after the last record of a partition that is in the views, 0 where none is.
     *
     * @throws IllegalArgumentException if the topic is not part of the views
     */
    public long of(String topic, int partition) {
        String reader = READERS.get(topic);
        if (reader == null) {
            throw new IllegalArgumentException(topic + " is not part of the views");
        }
        return readers.position(reader, partition).orElse(0);
    }
}
