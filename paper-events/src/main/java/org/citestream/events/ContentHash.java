package org.citestream.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A hash that is equal exactly (up to collision of 128 bits) for equal content. */
public final class ContentHash {

    private ContentHash() {}

    /**
     * The first 128 bits of SHA-256 over the parts, each written with its length so that no two lists of parts coincide.
     *
     * @param parts values whose {@code toString} tells all of them, such as strings, numbers and records of these
     * @return 32 hexadecimal digits
     */
    public static String of(@Nullable Object... parts) {
        MessageDigest sha256 = sha256();
        for (Object part : parts) {
            if (part == null) {
                sha256.update((byte) 0);
                continue;
            }
            byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
            sha256.update((byte) 1);
            sha256.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
            sha256.update((byte) ':');
            sha256.update(bytes);
        }
        return HexFormat.of().formatHex(Arrays.copyOf(sha256.digest(), 16));
    }

    /** The first 128 bits of SHA-256 over some bytes, as 32 hexadecimal digits. */
    static String of(byte[] bytes, int from, int to) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes, from, to - from);
        return HexFormat.of().formatHex(sha256.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
