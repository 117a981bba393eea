package org.citestream.events.http;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/** Sets the limits of a listener, whoever makes it. */
public final class Listeners {

    /** The protocol's name, by which Tomcat makes it. */
    static final String PROTOCOL = WatchedProtocol.class.getName();

    private Listeners() {}

    /** A listener within limits, each of whose requests has a virtual thread of its own. */
    public static Connector limited(HttpLimits limits) {
        Connector connector = new Connector(PROTOCOL);
        limit(connector, limits);
        if (connector.getProtocolHandler() instanceof WatchedProtocol protocol) {
            protocol.setExecutor(new VirtualThreadExecutor("http-"));
        }
        return connector;
    }

    /**
     * Limits a listener.
     *
     * @throws IllegalStateException if it does not speak the protocol of that name
     */
    static void limit(Connector connector, HttpLimits limits) {
        ProtocolHandler handler = connector.getProtocolHandler();
        if (!(handler instanceof WatchedProtocol protocol)) {
            throw new IllegalStateException("A listener that speaks " + handler.getClass() + " is not within limits");
        }
        int idle = Math.toIntExact(limits.idle().toMillis());
        protocol.setMaxConnections(limits.connections());
        protocol.setConnectionTimeout(idle);
        protocol.setKeepAliveTimeout(idle);
        protocol.setMaxHttpRequestHeaderSize(limits.headerBytes());
        protocol.setHeadersWithin(limits.headersWithin());
        // What is left of a body is read by the filter of bodies, which does not wait for ever.
        protocol.setMaxSwallowSize(0);
        connector.setMaxPostSize(limits.bodyBytes());
        // A DOI has a slash, and who puts one into an address by the rules encodes it. As it stands it parts no path.
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    }
}
