package org.citestream.ingest.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.citestream.events.operations.ApiKey;
import org.citestream.events.operations.KeysFile;
import org.citestream.events.operations.KnownKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells by the header {@code X-API-Key} who submits. */
@Component
public class ApiKeys {

    static final String HEADER = "X-API-Key";

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    private final KnownKeys known;

    ApiKeys(IntakeProperties properties) {
        List<ApiKey> configured = Stream.concat(
                        properties.apiKeys().entrySet().stream()
                                .map(each -> new ApiKey(each.getKey(), ApiKey.Scope.FEED, each.getValue())),
                        properties.operatorKeys().entrySet().stream()
                                .map(each -> new ApiKey(each.getKey(), ApiKey.Scope.OPERATOR, each.getValue())))
                .toList();
        this.known = new KnownKeys(
                configured,
                properties.keysFile() == null
                        ? null
                        : new KeysFile(properties.keysFile(), "citestream.ingest.intake.keys-file"));
        if (known.isEmpty()) {
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

    private ApiKey holder(HttpServletRequest request) {
        String key = request.getHeader(HEADER);
        if (key == null || key.isBlank()) {
            throw new UnauthorizedException("Send an API key in the header " + HEADER + ".");
        }
        return known.holder(key)
                .orElseThrow(() -> new UnauthorizedException("The API key in the header " + HEADER + " is not known."));
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
