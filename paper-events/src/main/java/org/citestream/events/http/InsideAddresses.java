package org.citestream.events.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses lie inside: this machine, its networks, and what is no address of one host in the open Internet. Whoever may choose
 * where a service sends a request must not have it sent there.
 */
public final class InsideAddresses {

    private InsideAddresses() {}

    /** Whether a host has one of them; false where it has no address at all. */
    public static boolean hasOne(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(InsideAddresses::contains);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether an address is one of them. */
    public static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (bytes.length == 4 ? isSharedOrReserved(bytes) : isLocalOrTranslated(bytes));
    }

    /** RFC 6598 (100.64/10), RFC 1122 (0/8), RFC 1112 (240/4), RFC 2544 (198.18/15), RFC 6890 (192.0.0/24). */
    private static boolean isSharedOrReserved(byte[] bytes) {
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        return (first == 100 && (second & 0xC0) == 64)
                || first == 0
                || first >= 240
                || (first == 198 && (second & 0xFE) == 18)
                || (first == 192 && second == 0 && bytes[2] == 0);
    }

    /** Unique local addresses (fc00::/7), and those behind which one of the old form may lie: NAT64, 6to4, Teredo, ::/96. */
    private static boolean isLocalOrTranslated(byte[] bytes) {
        return (bytes[0] & 0xFE) == 0xFC
                || startsWith(bytes, 0x00, 0x64, 0xFF, 0x9B)
                || startsWith(bytes, 0x20, 0x02)
                || startsWith(bytes, 0x20, 0x01, 0x00, 0x00)
                || startsWith(bytes, new int[12]);
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
