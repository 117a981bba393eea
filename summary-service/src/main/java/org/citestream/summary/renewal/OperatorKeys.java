package org.citestream.summary.renewal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.citestream.events.operations.ApiKey;
import org.citestream.events.operations.KeysFile;
import org.jspecify.annotations.Nullable;

/** Tells by the header {@code X-API-Key} which operator gives an order. */
final class OperatorKeys {

    static final String HEADER = "X-API-Key";

    private final List<ApiKey> configured;
    private final @Nullable KeysFile file;

    OperatorKeys(OperatorKeyProperties properties) {
        this.configured = properties.operatorKeys().entrySet().stream()
                .map(each -> new ApiKey(each.getKey(), ApiKey.Scope.OPERATOR, each.getValue()))
                .toList();
        this.file = properties.keysFile() == null
                ? null
                : new KeysFile(properties.keysFile(), "citestream.summary.keys-file");
    }

    /**
     * The operator's name.
     *
     * @throws UnauthorizedException if the key is none of an operator
     */
    String operatorOf(@Nullable String key) {
        if (key == null || key.isBlank()) {
            throw new UnauthorizedException("Send an operator's key in the header " + HEADER + ".");
        }
        String hash = sha256(key);
        String found = null;
        for (ApiKey each : known()) {
            if (MessageDigest.isEqual(bytes(hash), bytes(each.sha256().toLowerCase(Locale.ROOT)))
                    && each.scope() == ApiKey.Scope.OPERATOR) {
                found = each.name();
            }
        }
        if (found == null) {
            throw new UnauthorizedException("The key in the header " + HEADER + " is not that of an operator.");
        }
        return found;
    }

    private List<ApiKey> known() {
        return file == null
                ? configured
                : Stream.concat(configured.stream(), file.keys().stream()).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The request does not say which operator sends it. */
    static final class UnauthorizedException extends RuntimeException {
        UnauthorizedException(String message) {
            super(message);
        }
    }
}
