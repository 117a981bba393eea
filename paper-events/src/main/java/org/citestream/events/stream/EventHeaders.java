package org.citestream.events.stream;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.citestream.events.Event;
import org.citestream.events.Topic;
import org.citestream.events.trace.RecordTraces;

/** The CloudEvents headers of a record, in the binary mode of the Kafka protocol binding 1.0. */
final class EventHeaders {

    private final String source;
    private final InstantSource clock;
    private final RecordTraces traces;

    /**
     * @param service who writes, such as {@code ingest-service}
     * @param clock tells the time of writing
     * @param traces tells the trace that a record belongs to
     */
    EventHeaders(String service, InstantSource clock, RecordTraces traces) {
        this.source = "/citestream/" + service;
        this.clock = clock;
        this.traces = traces;
    }

    <E extends Event> Map<String, byte[]> of(Topic<E> topic, E event) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", utf8("1.0"));
        headers.put("ce_id", utf8(event.eventId()));
        headers.put("ce_source", utf8(source));
        headers.put("ce_type", utf8(topic.ceType()));
        headers.put("ce_time", utf8(clock.instant().toString()));
        headers.put("content-type", utf8("application/json"));
        String trace = traces.writing(event);
        if (trace != null) {
            headers.put(RecordTraces.HEADER, utf8(trace));
        }
        return headers;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
