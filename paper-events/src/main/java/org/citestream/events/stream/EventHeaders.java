package org.citestream.events.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.citestream.events.Event;
import org.citestream.events.Topic;
import org.citestream.events.trace.RecordTraces;

/** The CloudEvents headers of a record, in the binary mode of the Kafka protocol binding 1.0. */
final class EventHeaders {

    private static final byte[] VERSION = utf8("1.0");
    private static final byte[] JSON = utf8("application/json");

    private final byte[] source;
    private final InstantSource clock;
    private final RecordTraces traces;
    private volatile Moment last = new Moment(Instant.EPOCH, new byte[0]);

    /**
     * @param service who writes, such as {@code ingest-service}
     * @param clock tells the time of writing
     * @param traces tells the trace that a record belongs to
     */
    EventHeaders(String service, InstantSource clock, RecordTraces traces) {
        this.source = utf8("/citestream/" + service);
        this.clock = clock;
        this.traces = traces;
    }

    /** A moment as it is written; many records are written in the same millisecond. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Moment(Instant at, byte[] written) {}

    <E extends Event> Map<String, byte[]> of(Topic<E> topic, E event) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        write(topic, event, event.eventId(), headers::put);
        return headers;
    }

    <E extends Event> void write(Topic<E> topic, E event, String eventId, BiConsumer<String, byte[]> to) {
        to.accept("ce_specversion", VERSION);
        to.accept("ce_id", utf8(eventId));
        to.accept("ce_source", source);
        to.accept("ce_type", utf8(topic.ceType()));
        to.accept("ce_time", now());
        to.accept("content-type", JSON);
        String trace = traces.writing(event);
        if (trace != null) {
            to.accept(RecordTraces.HEADER, utf8(trace));
        }
    }

    private byte[] now() {
        Instant now = clock.instant();
        Moment moment = last;
        if (!moment.at().equals(now)) {
            moment = new Moment(now, utf8(now.toString()));
            last = moment;
        }
        return moment.written();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
