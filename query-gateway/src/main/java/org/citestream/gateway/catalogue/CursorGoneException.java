package org.citestream.gateway.catalogue;

/** A cursor's list is not kept any more. */
public final class CursorGoneException extends RuntimeException {

    CursorGoneException() {
        super("The list of this cursor is not kept any more (" + Cursors.KEPT.toMinutes()
                + " minutes after its last use, and on the instance that gave it); begin again without a cursor.");
    }
}
