package org.citestream.ingest.feed.dblp;

/** Why a record is no paper of the collection. */
enum LeftOut {
    OTHER_STREAM("not a stream of this collection"),
    PROCEEDINGS("proceedings record"),
    OTHER_TYPE("neither article nor inproceedings"),
    NO_AUTHOR("no author"),
    NO_TITLE("no title"),
    NO_YEAR("no year");

    private final String reason;

    LeftOut(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
