package org.citestream.gateway.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.springframework.stereotype.Component;

/**
 * Where webhooks may go: to public addresses by HTTP and HTTPS. A name is resolved again before each request, so that one that later
 * leads inside is refused then.
 */
@Component
class Targets {

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
            if (!properties.allowPrivate() && isInside(each)) {
                throw new RefusedTargetException(
                        "its host has the private or loopback address " + each.getHostAddress());
            }
        }
    }

    static boolean isInside(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean sharedOrReserved = bytes.length == 4
                && ((bytes[0] == 100 && (bytes[1] & 0xC0) == 64)
                        || bytes[0] == 0
                        || (bytes[0] & 0xF0) == 0xF0
                        || (bytes[0] == (byte) 198 && (bytes[1] & 0xFE) == 18));
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        boolean translated = bytes.length == 16
                && bytes[0] == 0
                && bytes[1] == 0x64
                && bytes[2] == (byte) 0xFF
                && bytes[3] == (byte) 0x9B;
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || sharedOrReserved
                || uniqueLocal
                || translated;
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
