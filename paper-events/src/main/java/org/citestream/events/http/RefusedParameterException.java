package org.citestream.events.http;

/** A parameter of a request is not what it may be. */
public class RefusedParameterException extends RuntimeException {

    private static final int LONGEST = 80;

    private final String parameter;
    private final String allowed;

    /**
     * @param parameter its name
     * @param value as it was given
     * @param allowed what it may be, in words
     */
    public RefusedParameterException(String parameter, String value, String allowed) {
        super("Parameter '%s' is '%s', but must be %s.".formatted(parameter, shortened(value), allowed));
        this.parameter = parameter;
        this.allowed = allowed;
    }

    /** Its name. */
    public String parameter() {
        return parameter;
    }

    /** What it may be, in words. */
    public String allowed() {
        return allowed;
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
