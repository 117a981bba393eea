package org.citestream.gateway.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where webhooks may go: to public addresses by HTTP and HTTPS. A name is resolved once for each request, which then goes
 * to the address that was checked: a name that leads inside later, or the second time that it is asked for, leads nowhere.
 */
@Component
class Targets {

    private final WebhookProperties properties;
    private final Names names;

    @Autowired
    Targets(WebhookProperties properties) {
        this(properties, InetAddress::getAllByName);
    }

    Targets(WebhookProperties properties, Names names) {
        this.properties = properties;
        this.names = names;
    }

    /**
     * Where a request goes, if it may go there now. Its host is resolved once; a host with any address inside is refused.
     *
     * @throws RefusedTargetException if it may not; the message says why
     */
    Target check(String url) {
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
            InetAddress[] addresses = names.addresses(target.getHost());
            for (InetAddress each : addresses) {
                if (!properties.allowPrivate() && isInside(each)) {
                    throw new RefusedTargetException(
                            "its host has the private or loopback address " + each.getHostAddress());
                }
            }
            return new Target(target, addresses[0]);
        } catch (UnknownHostException e) {
            throw new RefusedTargetException("its host has no address", e);
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

    /** Tells the addresses of a host, one at least. */
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
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
