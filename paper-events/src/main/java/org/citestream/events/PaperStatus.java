package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Nothing disappears by absence: a paper that is gone stays, and says how. */
public enum PaperStatus {
    /** At least one source vouches for it. */
    @JsonProperty("live")
    LIVE,
    /** Every source that named it has withdrawn its word. */
    @JsonProperty("withdrawn")
    WITHDRAWN,
    /** It turned out to be another paper, which goes on under that id. */
    @JsonProperty("retired")
    RETIRED
}
