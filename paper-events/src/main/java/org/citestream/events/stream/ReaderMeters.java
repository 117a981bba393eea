package org.citestream.events.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How far the readers of a service are: what they have read, and how long the oldest record in hand has waited for them. */
final class ReaderMeters {

    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Map<String, OfReader> known = new ConcurrentHashMap<>();

    ReaderMeters(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /** Those of a function, which are the same where it reads another topic, or once more. */
    OfReader of(String function) {
        return known.computeIfAbsent(function, this::make);
    }

    private OfReader make(String function) {
        OfReader reader = new OfReader(Counter.builder("citestream.reader.records")
                .tag("reader", function)
                .description("records that the reader has handled since the service started, without those it replayed")
                .register(meters));
        Gauge.builder("citestream.reader.oldest.age", reader, each -> each.oldestAge(clock.millis()))
                .tag("reader", function)
                .baseUnit("seconds")
                .description(
                        "since when the oldest record in the reader's hand has been in its topic; 0 with empty hands")
                .register(meters);
        return reader;
    }

    /** One reader's. Its partitions may be read by several threads. */
    static final class OfReader {

        private final Counter records;
        private final Map<Thread, Long> oldest = new ConcurrentHashMap<>();

        private OfReader(Counter records) {
            this.records = records;
        }

        /** A batch that is tried again stays in hand until it is done. */
        void inHand(List<ConsumerRecord<byte[], byte[]>> batch) {
            batch.stream()
                    .mapToLong(ConsumerRecord::timestamp)
                    .filter(at -> at != ConsumerRecord.NO_TIMESTAMP)
                    .min()
                    .ifPresent(first -> oldest.put(Thread.currentThread(), first));
        }

        void done(List<ConsumerRecord<byte[], byte[]>> batch) {
            oldest.remove(Thread.currentThread());
            records.increment(batch.size());
        }

        private double oldestAge(long now) {
            return oldest.values().stream()
                    .mapToDouble(since -> Math.max(0, (now - since) / 1000.0))
                    .max()
                    .orElse(0);
        }
    }
}
