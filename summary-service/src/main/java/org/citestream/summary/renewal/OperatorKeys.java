package org.citestream.summary.renewal;

import org.citestream.events.operations.ApiKey;
import org.citestream.events.operations.KeysFile;
import org.citestream.events.operations.KnownKeys;
import org.jspecify.annotations.Nullable;

/** Tells by the header {@code X-API-Key} which operator gives an order. */
final class OperatorKeys {

    static final String HEADER = "X-API-Key";

    private final KnownKeys known;

    OperatorKeys(OperatorKeyProperties properties) {
        this.known = new KnownKeys(
                properties.operatorKeys().entrySet().stream()
                        .map(each -> new ApiKey(each.getKey(), ApiKey.Scope.OPERATOR, each.getValue()))
                        .toList(),
                properties.keysFile() == null
                        ? null
                        : new KeysFile(properties.keysFile(), "citestream.summary.keys-file"));
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
        return known.holder(key)
                .filter(each -> each.scope() == ApiKey.Scope.OPERATOR)
                .map(ApiKey::name)
                .orElseThrow(() ->
                        new UnauthorizedException("The key in the header " + HEADER + " is not that of an operator."));
    }

    /** The request does not say which operator sends it. */
    static final class UnauthorizedException extends RuntimeException {
        UnauthorizedException(String message) {
            super(message);
        }
    }
}
