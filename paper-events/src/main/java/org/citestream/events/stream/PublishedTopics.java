package org.citestream.events.stream;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.citestream.events.Topic;
import org.citestream.events.VersionedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topics to which a service publishes what its database has. One that is deleted and made anew has another id, and lacks what was published to it
 * before. So the service notes the ids of the topics that have all that it published, and where they are others at its next start, sends again what
 * they lack.
 */
public final class PublishedTopics {

    private final EventReaders readers;
    private final TopicSetup setup;
    private final List<Topic<? extends VersionedRecord>> topics;
    private @Nullable Held held;

    public PublishedTopics(EventReaders readers, TopicSetup setup, List<Topic<? extends VersionedRecord>> topics) {
        this.readers = readers;
        this.setup = setup;
        this.topics = List.copyOf(topics);
    }

    /** By name of each topic the id that it had when this instance was started. */
    public Map<String, String> ids() {
        return topics.stream().collect(Collectors.toMap(Topic::name, setup::incarnationOf));
    }

    /**
     * Whether a topic was made anew since this instance was started, which then knows nothing of it, and has to be started again.
     *
     * @throws KafkaException if the broker does not say
     */
    public boolean areGone() {
        return !topics.stream().allMatch(setup::isAsFound);
    }

    /** What the topics held when that was first asked for, which is when they are read. */
    public synchronized Held held() {
        if (held == null) {
            held = new Held(topics.stream()
                    .collect(Collectors.toMap(Topic::name, topic -> readers.versions("republication", topic))));
        }
        return held;
    }

    /**
     * What topics hold.
     *
     * @param versions by name of the topic, and by paper, the highest version
     */
    public record Held(Map<String, Map<Integer, Long>> versions) {

        /** Whether a topic has neither a version of a paper nor any later one. */
        public boolean lacks(Topic<? extends VersionedRecord> topic, int id, long version) {
            return versions.getOrDefault(topic.name(), Map.of()).getOrDefault(id, 0L) < version;
        }
    }
}
