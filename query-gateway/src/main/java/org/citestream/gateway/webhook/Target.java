package org.citestream.gateway.webhook;

import java.net.InetAddress;
import java.net.URI;

/**
 * Where a request goes: the address was checked, and it is what is connected to. The name is not resolved again.
 *
 * @param url whose host is named in the request and in TLS
 * @param address one of that host
 */
record Target(URI url, InetAddress address) {

    boolean isSecure() {
        return "https".equals(url.getScheme());
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : isSecure() ? 443 : 80;
    }

    /** The host without the brackets of IPv6. */
    String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** What the request asks for. */
    String path() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
