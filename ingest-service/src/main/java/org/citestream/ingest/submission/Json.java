package org.citestream.ingest.submission;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/** Reads single values, and says in words what else is there. */
final class Json {

    private static final int MAX_YEAR_DIGITS = 9;

    private Json() {}

    /** A string or null. */
    static @Nullable String string(JsonParser value) throws RefusedValueException {
        return switch (value.currentToken()) {
            case VALUE_STRING -> value.getString();
            case VALUE_NULL -> null;
            default -> throw mustBe("a string", value);
        };
    }

    /** A whole number written without quotation marks, fraction or exponent. */
    static long wholeNumber(JsonParser value) throws RefusedValueException {
        if (value.currentToken() == JsonToken.VALUE_STRING) {
            throw new RefusedValueException("is the string " + Text.quoted(value.getString())
                    + ", but must be a number, without quotation marks");
        }
        if (value.currentToken() != JsonToken.VALUE_NUMBER_INT || value.getStringLength() > MAX_YEAR_DIGITS) {
            throw mustBe("a whole number", value);
        }
        return value.getLongValue();
    }

    static boolean truth(JsonParser value) throws RefusedValueException {
        return switch (value.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw mustBe("true or false", value);
        };
    }

    /** Reads on to the end of the field that was begun in this context, however much of it has been read. */
    @SuppressWarnings("ReferenceEquality") // one context per nesting level
    static void finish(JsonParser tokens, TokenStreamContext context) {
        if (tokens.currentToken() == JsonToken.START_OBJECT || tokens.currentToken() == JsonToken.START_ARRAY) {
            tokens.skipChildren();
        }
        while (tokens.streamReadContext() != context) {
            tokens.nextToken();
            tokens.skipChildren();
        }
    }

    static RefusedValueException mustBe(String allowed, JsonParser value) {
        JsonToken token = value.currentToken();
        String number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT
                ? " " + Text.quoted(value.getString())
                : "";
        return new RefusedValueException("is " + kind(token) + number + ", but must be " + allowed);
    }

    static RefusedValueException twice() {
        return new RefusedValueException("is given twice");
    }

    static String kind(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            default -> token.name().toLowerCase(Locale.ROOT);
        };
    }
}
