package org.citestream.events.operations;

/**
 * Who holds a key, and what it is for.
 *
 * @param name of the holder
 * @param scope what it allows
 * @param sha256 the hash of the key, in hexadecimal digits
 */
public record ApiKey(String name, Scope scope, String sha256) {

    /** What a key allows; each allows what those before it do. */
    public enum Scope {
        /** To submit, and to ask what became of it. */
        FEED,
        /** To decide, to replay, to run feeds. */
        OPERATOR
    }
}
