package org.citestream.ingest.polling;

/** A source refused a request for good. */
final class StatusException extends UnexpectedAnswerException {

    private final int status;
    private final String body;

    StatusException(int status, String body, String address) {
        super("status " + status + " from " + address + (body.isBlank() ? "" : ": " + body));
        this.status = status;
        this.body = body;
    }

    int status() {
        return status;
    }

    /** The beginning of what was answered. */
    String body() {
        return body;
    }
}
