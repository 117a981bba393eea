package org.citestream.ingest.feed.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields of records whose writers are loose about them: what is missing, null or of another kind counts as not said. */
public final class Fields {

    private Fields() {}

    /** The string or number at a path, or the first string of a list; null where there is none. */
    public static @Nullable String text(@Nullable JsonNode record, String... path) {
        JsonNode value = at(record, path);
        if (value != null && value.isArray()) {
            for (JsonNode each : value) {
                if (each.isString()) {
                    return each.stringValue();
                }
            }
            return null;
        }
        if (value == null) {
            return null;
        }
        return value.isString() ? value.stringValue() : value.isNumber() ? value.asString() : null;
    }

    /** All strings at a path, whether it holds one or a list. */
    public static List<String> texts(@Nullable JsonNode record, String... path) {
        JsonNode value = at(record, path);
        List<String> all = new ArrayList<>();
        if (value != null && value.isString()) {
            all.add(value.stringValue());
        } else if (value != null && value.isArray()) {
            for (JsonNode each : value) {
                if (each.isString()) {
                    all.add(each.stringValue());
                }
            }
        }
        return all;
    }

    /** The whole number at a path, also where it is written as a string. */
    public static @Nullable Long number(@Nullable JsonNode record, String... path) {
        JsonNode value = at(record, path);
        if (value != null && value.isIntegralNumber()) {
            return value.longValue();
        }
        if (value != null && value.isString() && value.stringValue().matches("[0-9]{1,9}")) {
            return Long.valueOf(value.stringValue());
        }
        return null;
    }

    /** The objects of the list at a path. */
    public static List<JsonNode> objects(@Nullable JsonNode record, String... path) {
        JsonNode value = at(record, path);
        List<JsonNode> all = new ArrayList<>();
        if (value != null && value.isArray()) {
            for (JsonNode each : value) {
                if (each.isObject()) {
                    all.add(each);
                }
            }
        }
        return all;
    }

    /** Whether the value at a path is true. */
    public static boolean isTrue(@Nullable JsonNode record, String... path) {
        JsonNode value = at(record, path);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    /** The value at a path, or null where it is missing or null. */
    public static @Nullable JsonNode at(@Nullable JsonNode record, String... path) {
        JsonNode value = record;
        for (String step : path) {
            value = value == null ? null : value.get(step);
        }
        return value == null || value.isNull() || value.isMissingNode() ? null : value;
    }
}
