package org.citestream.events.http;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 as Tomcat speaks it, with one thing more: a connection whose request has begun and does not get to the end of its head in
 * time is closed. Tomcat's own time-out begins anew with each byte, so that thousands of connections can be held by a byte each now
 * and then.
 *
 * <p>Public with a constructor of no parameters, since Tomcat makes it by its name.
 */
public final class WatchedProtocol extends Http11NioProtocol {

    private volatile Duration headersWithin = Duration.ofSeconds(20);
    private volatile @Nullable Thread watch;

    void setHeadersWithin(Duration headersWithin) {
        this.headersWithin = headersWithin;
    }

    @Override
    public void start() throws Exception {
        super.start();
        watch = Thread.ofPlatform().name("http-heads").daemon().start(this::watch);
    }

    @Override
    public void stop() throws Exception {
        Thread watching = watch;
        if (watching != null) {
            watching.interrupt();
        }
        super.stop();
    }

    private void watch() {
        Map<SocketWrapperBase<NioChannel>, Head> heads = Map.of();
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(
                    Math.min(headersWithin.toNanos() / 4, Duration.ofSeconds(1).toNanos()));
            heads = closeLate(heads, System.nanoTime());
        }
    }

    /** Closes those whose head was there before and has been for too long, and returns those that are there now. */
    private Map<SocketWrapperBase<NioChannel>, Head> closeLate(
            Map<SocketWrapperBase<NioChannel>, Head> before, long now) {
        Map<SocketWrapperBase<NioChannel>, Head> heads = new IdentityHashMap<>();
        for (SocketWrapperBase<NioChannel> each : getEndpoint().getConnections()) {
            // A processor lies in its connection while more of a head is awaited, and not while a request is served.
            if (each.getCurrentProcessor() instanceof Processor processor
                    && !processor.isUpgrade()
                    && !processor.isAsync()) {
                Head head = before.get(each);
                if (head == null || head.processor != processor) {
                    heads.put(each, new Head(processor, now));
                } else if (now - head.seen > headersWithin.toNanos()) {
                    each.close();
                } else {
                    heads.put(each, head);
                }
            }
        }
        return heads;
    }

    /** Half of a head, and since when it is known. */
    private record Head(Processor processor, long seen) {}
}
