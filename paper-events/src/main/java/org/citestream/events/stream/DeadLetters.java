package org.citestream.events.stream;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;

/** Puts a record that could not be handled on the dead-letter topic of its topic: the original bytes, and why. */
public final class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int LONGEST_REASON = 1000;

    private final StreamBridge bridge;
    private final MeterRegistry meters;
    private final InstantSource clock;

    DeadLetters(StreamBridge bridge, MeterRegistry meters, InstantSource clock) {
        this.bridge = bridge;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Sends a record to the dead-letter topic and waits until it is there.
     *
     * @param stage who could not handle it, such as {@code assemble}
     * @param original as it was read
     * @param reason in words
     */
    void add(String stage, ConsumerRecord<byte[], byte[]> original, String reason) {
        String shortReason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
        log.warn(
                "{}: record {}-{}@{} goes to the dead letters: {}",
                stage,
                original.topic(),
                original.partition(),
                original.offset(),
                shortReason);
        byte[] value = original.value();
        MessageBuilder<byte[]> letter = MessageBuilder.withPayload(value == null ? new byte[0] : value);
        for (Header header : original.headers()) {
            letter.setHeader(header.key(), header.value());
        }
        byte[] key = original.key();
        if (key != null) {
            letter.setHeader(KafkaHeaders.KEY, key);
        }
        letter.setHeader("dlt_stage", EventHeaders.utf8(stage))
                .setHeader("dlt_reason", EventHeaders.utf8(shortReason))
                .setHeader("dlt_topic", EventHeaders.utf8(original.topic()))
                .setHeader("dlt_partition", EventHeaders.utf8(Integer.toString(original.partition())))
                .setHeader("dlt_offset", EventHeaders.utf8(Long.toString(original.offset())))
                .setHeader("dlt_time", EventHeaders.utf8(clock.instant().toString()));
        bridge.send(original.topic() + "-dlt", letter.build());
        meters.counter("citestream.dead.letters", List.of(io.micrometer.core.instrument.Tag.of("stage", stage)))
                .increment();
    }
}
