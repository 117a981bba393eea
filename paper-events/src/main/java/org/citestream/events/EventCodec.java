package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of the records. Unknown fields are passed over, so that a newer writer does not stop an older reader. */
public final class EventCodec {

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Topics.MAX_RECORD_BYTES)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /** To look a type up for each record takes as long as to write a small one. */
    private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

    /**
     * A record that was encoded.
     *
     * @param json UTF-8
     * @param eventId see {@link Event#eventId()}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Encoded(byte[] json, String eventId) {}

    /** The record as UTF-8 JSON, and its id: for a paper both come of one pass. */
    public <E extends Event> Encoded encodeWithId(Topic<E> topic, E event) {
        if (event instanceof SubmittedPaper paper) {
            PaperJson json = new PaperJson(paper);
            return new Encoded(json.bytes(), paper.eventId(json.contentHash()));
        }
        return new Encoded(encode(topic, event), event.eventId());
    }

    /** The record as UTF-8 JSON. */
    public <E extends Event> byte[] encode(Topic<E> topic, E event) {
        return switch (event) {
            case SubmittedPaper paper -> new PaperJson(paper).bytes();
            case RankEvent rank -> RankJson.of(rank);
            default -> encodeGenerally(topic, event);
        };
    }

    <E extends Event> byte[] encodeGenerally(Topic<E> topic, E event) {
        return writers.computeIfAbsent(topic.type(), mapper::writerFor).writeValueAsBytes(event);
    }

    /**
     * Reads a record of a topic.
     *
     * @throws UnreadableEventException if it is absent, not JSON, or lacks what such a record must have
     */
    public <E extends Event> E decode(Topic<E> topic, byte @Nullable [] json) {
        if (json == null) {
            throw new UnreadableEventException("the record has no value");
        }
        if (topic.type() == ReferencesEvent.class) {
            ReferencesEvent references = ReferencesJson.read(json);
            if (references != null) {
                return topic.type().cast(references);
            }
        }
        return decodeGenerally(topic, json);
    }

    <E extends Event> E decodeGenerally(Topic<E> topic, byte[] json) {
        try {
            E event = mapper.readValue(json, topic.type());
            if (event == null) {
                throw new UnreadableEventException("the record is null");
            }
            return event;
        } catch (ValueInstantiationException e) {
            String lacking = e.getCause() instanceof NullPointerException missing ? missing.getMessage() : null;
            throw new UnreadableEventException(
                    "not a record of " + topic.name() + ": "
                            + (lacking == null ? e.getOriginalMessage() : lacking + " is missing") + at(e),
                    e);
        } catch (JacksonException e) {
            throw new UnreadableEventException(
                    "not a record of " + topic.name() + ": " + e.getOriginalMessage() + at(e), e);
        }
    }

    private static String at(JacksonException e) {
        String path = e.getPathReference();
        return path == null || path.isEmpty() || Set.of("UNKNOWN").contains(path) ? "" : " (at " + path + ")";
    }
}
