package org.citestream.benchmarks.ranking;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** The longest pause of the garbage collector from when this was made until it is closed, in whole milliseconds. */
final class CollectorPauses implements AutoCloseable {

    private final AtomicLong longest = new AtomicLong();
    private final NotificationListener listener = (notification, _) -> {
        if (notification.getUserData() instanceof CompositeData data) {
            GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
            // A concurrent cycle is reported as one of the collector's too, but nobody waits for it.
            if (!info.getGcName().contains("Concurrent")) {
                longest.accumulateAndGet(info.getGcInfo().getDuration(), Math::max);
            }
        }
    };

    CollectorPauses() {
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (each instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(listener, null, null);
            }
        }
    }

    long longestMillis() {
        return longest.get();
    }

    @Override
    public void close() {
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (each instanceof NotificationEmitter emitter) {
                try {
                    emitter.removeNotificationListener(listener);
                } catch (ListenerNotFoundException e) {
                    throw new IllegalStateException("what was added is not there", e);
                }
            }
        }
    }
}
