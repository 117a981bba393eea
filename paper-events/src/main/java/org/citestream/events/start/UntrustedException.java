package org.citestream.events.start;

/** What a service cannot be without shows a certificate that the service does not trust; waiting mends nothing. */
public final class UntrustedException extends IllegalStateException {

    /**
     * It is not trusted.
     *
     * @param what for example {@code MongoDB}
     * @param settings the keys that say whom to trust
     */
    public UntrustedException(String what, String settings, Throwable cause) {
        super(what + " shows a certificate that is not trusted here (" + settings + "): " + cause.getMessage(), cause);
    }
}
