package org.citestream.gateway.api;

import org.citestream.events.http.RefusedParameterException;

/** A parameter of a request is not what it may be. */
public final class BadParameterException extends RefusedParameterException {

    /**
     * @param parameter its name
     * @param value as it was given
     * @param allowed what it may be, in words
     */
    public BadParameterException(String parameter, String value, String allowed) {
        super(parameter, value, allowed);
    }
}
