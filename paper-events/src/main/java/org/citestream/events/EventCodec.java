package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
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

    /** The record as UTF-8 JSON. */
    public <E extends Event> byte[] encode(Topic<E> topic, E event) {
        return mapper.writerFor(topic.type()).writeValueAsBytes(event);
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
