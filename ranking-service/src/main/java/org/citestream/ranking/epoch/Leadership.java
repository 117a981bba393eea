package org.citestream.ranking.epoch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.citestream.events.Topics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several instances publishes: the one to which Kafka assigns the only partition of {@code rank-epochs} in a group of their own. When it
 * stops, or is not heard of for the session timeout, another that stands by has it. Nothing is read by that consumer. That an instance
 * which only believes to lead publishes nothing is left to the fencing of its writer.
 */
final class Leadership {

    private static final Logger log = LoggerFactory.getLogger(Leadership.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long AFTER_FAILURE_MILLIS = 1000;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile @Nullable String trouble;
    private @Nullable Thread thread;
    private volatile boolean running;
    private boolean leads;

    /**
     * @param consumers makes a consumer of the instances' group
     */
    Leadership(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    void start() {
        running = true;
        thread = Thread.ofPlatform().name("epoch-leadership").start(this::run);
    }

    private void run() {
        while (running) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                current = consumer;
                consumer.subscribe(List.of(Topics.RANK_EPOCHS.name()), new Assignment(consumer));
                while (running) {
                    consumer.poll(POLL);
                    trouble = null;
                }
            } catch (WakeupException e) {
                log.debug("Stops standing by");
            } catch (RuntimeException | Error e) {
                // An error too, such as for want of memory: without this thread, the instance would never lead again.
                log.warn("Cannot take part in choosing who publishes, and tries again: {}", e.toString());
                trouble = e.toString();
                lead(false);
                pause();
            } finally {
                lead(false);
            }
        }
    }

    /** Why this instance cannot be chosen, or null where it can. */
    @Nullable
    String trouble() {
        return trouble;
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_FAILURE_MILLIS);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** Takes the assignment of the partition for the lead. */
    private final class Assignment implements ConsumerRebalanceListener {

        private final Consumer<byte[], byte[]> consumer;

        Assignment(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                consumer.pause(partitions);
                lead(true);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                lead(false);
            }
        }
    }

    private synchronized void lead(boolean now) {
        if (leads != now) {
            log.info(now ? "Publishes from now on" : "Stands by from now on");
        }
        leads = now;
        notifyAll();
    }

    synchronized boolean leads() {
        return leads;
    }

    /** Waits until this instance leads, but no longer than this; tells whether it does. */
    synchronized boolean await(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toNanos(); !leads && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return leads;
    }

    void stop() throws InterruptedException {
        running = false;
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        if (thread != null) {
            thread.join(5000);
        }
    }
}
