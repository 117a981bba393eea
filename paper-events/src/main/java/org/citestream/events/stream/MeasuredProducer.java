package org.citestream.events.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** A producer whose own metrics are told while it is open. */
final class MeasuredProducer extends KafkaProducer<byte[], byte[]> {

    private @Nullable KafkaClientMetrics metrics;

    private MeasuredProducer(Map<String, Object> config) {
        super(config);
    }

    static MeasuredProducer of(Map<String, Object> config, MeterRegistry meters, ScheduledExecutorService looking) {
        MeasuredProducer producer = new MeasuredProducer(config);
        KafkaClientMetrics metrics = new KafkaClientMetrics(producer, List.of(), looking);
        metrics.bindTo(meters);
        producer.metrics = metrics;
        return producer;
    }

    @Override
    public void close(Duration timeout) {
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
        super.close(timeout);
    }
}
