package org.citestream.ingest.feed.json;

/** A record is larger than is allowed; the parser stands somewhere inside of it. */
final class Oversized extends Exception {

    Oversized() {
        super("is too large", null, false, false);
    }
}
