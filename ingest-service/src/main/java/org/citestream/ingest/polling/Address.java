package org.citestream.ingest.polling;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Puts the address of a request together. */
final class Address {

    private final StringBuilder address;
    private char separator = '?';

    Address(String base) {
        this.address = new StringBuilder(base);
    }

    /** Adds a parameter, unless it has no value. */
    Address with(String name, @Nullable Object value) {
        if (value != null && !value.toString().isBlank()) {
            address.append(separator)
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return this;
    }

    URI uri() {
        return URI.create(address.toString());
    }
}
