package org.citestream.summary.renewal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells by the header {@code X-API-Key} which operator gives an order. */
final class OperatorKeys {

    static final String HEADER = "X-API-Key";

    private static final Logger log = LoggerFactory.getLogger(OperatorKeys.class);
    private static final Pattern LINE = Pattern.compile("operator +(\\S+) +([0-9a-f]{64})");

    private final Map<String, String> configured;
    private final @Nullable Path file;
    private Map<String, String> last;

    OperatorKeys(OperatorKeyProperties properties) {
        this.configured = Map.copyOf(properties.operatorKeys());
        this.file = properties.keysFile();
        this.last = configured;
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
        for (Map.Entry<String, String> each : known().entrySet()) {
            if (MessageDigest.isEqual(bytes(hash), bytes(each.getValue().toLowerCase(Locale.ROOT)))) {
                found = each.getKey();
            }
        }
        if (found == null) {
            throw new UnauthorizedException("The key in the header " + HEADER + " is not that of an operator.");
        }
        return found;
    }

    /** The keys of the configuration, and those that the file holds now; while it cannot be read, those that it held last. */
    private synchronized Map<String, String> known() {
        if (file != null) {
            try {
                Map<String, String> all = new HashMap<>(configured);
                for (String line : Files.readAllLines(file)) {
                    Matcher parts = LINE.matcher(line.strip());
                    if (parts.matches()) {
                        all.put(parts.group(1), parts.group(2));
                    }
                }
                last = Map.copyOf(all);
            } catch (IOException e) {
                log.error(
                        "citestream.summary.keys-file cannot be read, and its keys stay as they were: {}",
                        e.toString());
            }
        }
        return last;
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
