package org.citestream.gateway.api;

import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of the JSON object that a request sends; what is not allowed is a {@link BadParameterException} by the field's name. */
public final class RequestFields {

    private final JsonNode object;

    private RequestFields(JsonNode object) {
        this.object = object;
    }

    /**
     * The fields of a body.
     *
     * @param body what was sent
     * @param known the names that there are: a misspelt one must not be taken as left out
     */
    public static RequestFields of(JsonNode body, Collection<String> known) {
        if (!body.isObject()) {
            throw new BadParameterException("body", body.toString(), "a JSON object");
        }
        for (String name : body.propertyNames()) {
            if (!known.contains(name)) {
                throw new BadParameterException(
                        name, body.get(name).toString(), "one of " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return new RequestFields(body);
    }

    /** A text, or null where none is given. */
    public @Nullable String text(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new BadParameterException(name, value.toString(), "a text");
        }
        return value.stringValue();
    }

    /** A whole number as its digits, told as a number or as a text, or null where none is given. */
    public @Nullable String digits(String name) {
        JsonNode value = object.path(name);
        return value.isIntegralNumber() ? value.bigIntegerValue().toString() : text(name);
    }
}
