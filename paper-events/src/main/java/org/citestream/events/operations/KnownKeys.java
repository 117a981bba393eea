package org.citestream.events.operations;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys that a service knows: those of its configuration, and those of a file, as it is now. */
public final class KnownKeys {

    private final List<ApiKey> configured;
    private final @Nullable KeysFile file;

    /** @param file or null where there is none */
    public KnownKeys(List<ApiKey> configured, @Nullable KeysFile file) {
        this.configured = configured;
        this.file = file;
    }

    /** Whether no key can ever be known. */
    public boolean isEmpty() {
        return configured.isEmpty() && file == null;
    }

    /** Whose key this is; where it stands for several holders, that with the widest scope. All are compared, so that time tells nothing. */
    public Optional<ApiKey> holder(String key) {
        byte[] hash = digest(key);
        ApiKey found = null;
        for (ApiKey each : all()) {
            if (MessageDigest.isEqual(hash, HexFormat.of().parseHex(each.sha256()))
                    && (found == null || each.scope().compareTo(found.scope()) > 0)) {
                found = each;
            }
        }
        return Optional.ofNullable(found);
    }

    private List<ApiKey> all() {
        return file == null
                ? configured
                : Stream.concat(configured.stream(), file.keys().stream()).toList();
    }

    /** The SHA-256 of a key, in 64 lower-case hexadecimal digits. */
    public static String sha256(String key) {
        return HexFormat.of().formatHex(digest(key));
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
