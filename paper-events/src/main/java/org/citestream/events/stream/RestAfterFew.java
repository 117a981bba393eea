package org.citestream.events.stream;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.springframework.kafka.listener.BatchInterceptor;

/**
 * A rest after a batch of few records, so that those that come one by one are handled by the dozen. One that comes while nothing else does is handled
 * at once, and a reader with much before it goes on at once.
 */
final class RestAfterFew implements BatchInterceptor<Object, Object> {

    static final int FEW = 250;
    private static final long REST_MILLIS = 20;

    private final Rest rest;

    /** Waits. */
    @FunctionalInterface
    interface Rest {
        void millis(long millis) throws InterruptedException;
    }

    RestAfterFew() {
        this(TimeUnit.MILLISECONDS::sleep);
    }

    RestAfterFew(Rest rest) {
        this.rest = rest;
    }

    @Override
    public ConsumerRecords<Object, Object> intercept(
            ConsumerRecords<Object, Object> records, Consumer<Object, Object> consumer) {
        return records;
    }

    @Override
    public void success(ConsumerRecords<Object, Object> records, Consumer<Object, Object> consumer) {
        if (records.count() >= FEW) {
            return;
        }
        try {
            rest.millis(REST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
