package org.citestream.ingest.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.citestream.events.operations.ApiKey;
import org.citestream.events.operations.KeysFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells by the header {@code X-API-Key} who submits. */
@Component
public class ApiKeys {

    static final String HEADER = "X-API-Key";

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    private final List<ApiKey> configured;
    private final @Nullable KeysFile file;

    ApiKeys(IntakeProperties properties) {
        this.configured = Stream.concat(
                        properties.apiKeys().entrySet().stream()
                                .map(each -> new ApiKey(each.getKey(), ApiKey.Scope.FEED, each.getValue())),
                        properties.operatorKeys().entrySet().stream()
                                .map(each -> new ApiKey(each.getKey(), ApiKey.Scope.OPERATOR, each.getValue())))
                .toList();
        this.file = properties.keysFile() == null
                ? null
                : new KeysFile(properties.keysFile(), "citestream.ingest.intake.keys-file");
        if (configured.isEmpty() && file == null) {
            log.warn("No API key is configured (citestream.ingest.intake.api-keys, operator-keys or keys-file):"
                    + " nothing can be submitted over HTTP");
        }
    }

    /**
     * The name of the holder of the key that the request carries, a feed or an operator.
     *
     * @throws UnauthorizedException if it carries none, or an unknown one
     */
    public String feedOf(HttpServletRequest request) {
        return holder(request).name();
    }

    /**
     * The name of the operator whose key the request carries.
     *
     * @throws UnauthorizedException if it carries none, or an unknown one
     * @throws ForbiddenException if the key is a feed's
     */
    public String operatorOf(HttpServletRequest request) {
        ApiKey key = holder(request);
        if (key.scope() != ApiKey.Scope.OPERATOR) {
            throw new ForbiddenException("This needs an operator's key; that of %s is a feed's.".formatted(key.name()));
        }
        return key.name();
    }

    /** Where a key stands for several holders, that with the widest scope. All are compared, so that time tells nothing. */
    private ApiKey holder(HttpServletRequest request) {
        String key = request.getHeader(HEADER);
        if (key == null || key.isBlank()) {
            throw new UnauthorizedException("Send an API key in the header " + HEADER + ".");
        }
        byte[] hash = sha256(key);
        ApiKey found = null;
        for (ApiKey each : known()) {
            if (MessageDigest.isEqual(hash, HexFormat.of().parseHex(each.sha256()))
                    && (found == null || each.scope().compareTo(found.scope()) > 0)) {
                found = each;
            }
        }
        if (found == null) {
            throw new UnauthorizedException("The API key in the header " + HEADER + " is not known.");
        }
        return found;
    }

    private List<ApiKey> known() {
        return file == null
                ? configured
                : Stream.concat(configured.stream(), file.keys().stream()).toList();
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

    /** The key does not allow what is asked for. */
    public static final class ForbiddenException extends RuntimeException {
        ForbiddenException(String message) {
            super(message);
        }
    }
}
