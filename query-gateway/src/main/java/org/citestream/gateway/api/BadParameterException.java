package org.citestream.gateway.api;

/** A parameter of a request is not what it may be. */
public final class BadParameterException extends RuntimeException {

    private static final int LONGEST_VALUE = 80;

    private final String parameter;
    private final String allowed;

    /**
     * @param parameter its name
     * @param value as it was given
     * @param allowed what it may be, in words
     */
    public BadParameterException(String parameter, String value, String allowed) {
        super("Parameter '%s' is '%s', but must be %s.".formatted(parameter, shortened(value), allowed));
        this.parameter = parameter;
        this.allowed = allowed;
    }

    String parameter() {
        return parameter;
    }

    String allowed() {
        return allowed;
    }

    private static String shortened(String value) {
        return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
    }
}
