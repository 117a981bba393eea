package org.citestream.gateway.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.citestream.events.http.InsideAddresses;
import org.springframework.stereotype.Component;

/**
 * Where webhooks may go: to public addresses by HTTP and HTTPS. A name is resolved again before each request, so that one that later
 * leads inside is refused then.
 */
@Component
class Targets {

    private static final int LARGEST_PORT = 65_535;

    private final WebhookProperties properties;

    Targets(WebhookProperties properties) {
        this.properties = properties;
    }

    /**
     * The address, if a request may go there now.
     *
     * @throws RefusedTargetException if it may not; the message says why
     */
    URI check(String url) {
        URI target;
        try {
            target = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new RefusedTargetException("it is not an address", e);
        }
        boolean web = "https".equals(target.getScheme()) || "http".equals(target.getScheme());
        if (!web || target.getHost() == null || target.getUserInfo() != null) {
            throw new RefusedTargetException("it is not http://HOST/… or https://HOST/…");
        }
        if (target.getPort() == 0 || target.getPort() > LARGEST_PORT) {
            throw new RefusedTargetException("its port is not from 1 to " + LARGEST_PORT);
        }
        try {
            check(InetAddress.getAllByName(target.getHost()));
        } catch (UnknownHostException e) {
            throw new RefusedTargetException("its host has no address", e);
        }
        return target;
    }

    /**
     * Refuses addresses where no request may go.
     *
     * @throws RefusedTargetException if one of them is of that kind
     */
    void check(InetAddress... addresses) {
        for (InetAddress each : addresses) {
            if (!properties.allowPrivate() && InsideAddresses.contains(each)) {
                throw new RefusedTargetException(
                        "its host has the private or loopback address " + each.getHostAddress());
            }
        }
    }

    /** A webhook may not go there. */
    static final class RefusedTargetException extends RuntimeException {

        RefusedTargetException(String message) {
            super(message);
        }

        RefusedTargetException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
