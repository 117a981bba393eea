package org.citestream.events.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.citestream.events.Event;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a record that could not be handled on the dead-letter topic of its topic: the original bytes, key and headers, and why.
 * By a plain producer, since a message knows neither a header given twice nor one without a value, nor a record without one.
 */
public final class DeadLetters implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int LONGEST_REASON = 1000;

    private final Producer<byte[], byte[]> producer;
    private final MeterRegistry meters;
    private final InstantSource clock;

    DeadLetters(Producer<byte[], byte[]> producer, MeterRegistry meters, InstantSource clock) {
        this.producer = producer;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Sends a record to the dead-letter topic and waits until it is there.
     *
     * @param stage who could not handle it, such as {@code assemble}
     * @param original as it was read
     * @param event what it says, or null where it cannot be read
     * @param kind why, in a word
     * @param reason in words
     * @throws org.apache.kafka.common.KafkaException if it could not be written
     */
    void add(String stage, ConsumerRecord<byte[], byte[]> original, @Nullable Event event, Kind kind, String reason) {
        String shortReason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
        LoggedRecord.in(log.atWarn(), stage, original, event)
                .log(
                        "{}: record {}-{}@{} goes to the dead letters: {}",
                        stage,
                        original.topic(),
                        original.partition(),
                        original.offset(),
                        shortReason);
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                original.topic() + "-dlt", null, original.key(), original.value(), original.headers());
        letter.headers()
                .add("dlt_stage", EventHeaders.utf8(stage))
                .add("dlt_kind", EventHeaders.utf8(kind.word()))
                .add("dlt_reason", EventHeaders.utf8(shortReason))
                .add("dlt_topic", EventHeaders.utf8(original.topic()))
                .add("dlt_partition", EventHeaders.utf8(Integer.toString(original.partition())))
                .add("dlt_offset", EventHeaders.utf8(Long.toString(original.offset())))
                .add("dlt_time", EventHeaders.utf8(clock.instant().toString()));
        EventWriter.await(producer.send(letter));
        counter(stage, kind).increment();
    }

    /** Shows a stage that has had no dead letter as 0, so that its first one is an increase. */
    void expect(String stage) {
        for (Kind kind : Kind.values()) {
            counter(stage, kind);
        }
    }

    private Counter counter(String stage, Kind kind) {
        return Counter.builder("citestream.dead.letters")
                .description("records that a stage put on a dead-letter topic")
                .tags("stage", stage, "reason", kind.word())
                .register(meters);
    }

    /** Why a record is a dead letter. */
    enum Kind {
        /** It is not what its topic holds. */
        UNREADABLE,
        /** The stage cannot do what it asks for. */
        REFUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void close() {
        producer.close(EventWriters.LONGEST_CLOSE);
    }
}
