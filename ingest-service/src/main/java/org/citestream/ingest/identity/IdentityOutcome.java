package org.citestream.ingest.identity;

import java.util.Locale;

/** What identifying a record came to. */
public enum IdentityOutcome {
    /** Nothing that is known is the same work: the record begins a paper. */
    NEW,
    /** It is of a paper that there is already, if only by records from outside, or still of the one that it was of. */
    KNOWN,
    /** It was of another paper, and goes to one that there is already. */
    MERGED,
    /** It was of a paper of other records, and begins one of its own. */
    SPLIT,
    /** Its source takes it back. */
    WITHDRAWN,
    /** It is of no venue of the collection, and so far of no paper of it. */
    OUTSIDE;

    /** As metrics name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
