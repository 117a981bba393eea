package org.citestream.ingest.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells by the header {@code X-API-Key} who submits. */
@Component
public class ApiKeys {

    static final String HEADER = "X-API-Key";

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    private final Map<String, String> hashByFeed;

    ApiKeys(IntakeProperties properties) {
        this.hashByFeed = Map.copyOf(properties.apiKeys());
        if (hashByFeed.isEmpty()) {
            log.warn(
                    "No API key is configured (citestream.ingest.intake.api-keys): nothing can be submitted over HTTP");
        }
    }

    /**
     * The name of the feed whose key the request carries.
     *
     * @throws UnauthorizedException if it carries none, or an unknown one
     */
    public String feedOf(HttpServletRequest request) {
        String key = request.getHeader(HEADER);
        if (key == null || key.isBlank()) {
            throw new UnauthorizedException("Send an API key in the header " + HEADER + ".");
        }
        byte[] hash = sha256(key);
        String found = null;
        for (Map.Entry<String, String> feed : hashByFeed.entrySet()) {
            if (MessageDigest.isEqual(hash, HexFormat.of().parseHex(feed.getValue()))) {
                found = feed.getKey();
            }
        }
        if (found == null) {
            throw new UnauthorizedException("The API key in the header " + HEADER + " is not known.");
        }
        return found;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The request does not say who submits. */
    public static final class UnauthorizedException extends RuntimeException {
        UnauthorizedException(String message) {
            super(message);
        }
    }
}
