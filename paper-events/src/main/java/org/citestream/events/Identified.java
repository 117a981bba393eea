package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Objects;

/**
 * A submission with the paper that it belongs to, or a notice to that paper. The owner of the paper's partition reads it and
 * is the only one who changes the paper.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Identified.Said.class, name = "said"),
    @JsonSubTypes.Type(value = Identified.Absorbed.class, name = "absorbed"),
    @JsonSubTypes.Type(value = Identified.CitedChanged.class, name = "cited-changed")
})
public sealed interface Identified extends PaperRecord {

    /** The moment of acceptance of the submission behind it. */
    Instant acceptedAt();

    /**
     * A source says something of this paper.
     *
     * @param id the paper
     * @param version the offset of the submission; of two with the same key the higher one counts
     * @param submission what is said
     */
    record Said(int id, long version, Submission submission) implements Identified {
        public Said {
            Objects.requireNonNull(submission, "submission");
        }

        @Override
        public String recordKey() {
            return id + " " + submission.recordKey();
        }

        @Override
        @JsonIgnore
        public Instant acceptedAt() {
            return submission.acceptedAt();
        }

        @Override
        public String eventId() {
            return id + " " + submission.eventId();
        }
    }

    /**
     * This paper turned out to be the same as another, which takes over all that is said of it.
     *
     * @param id the paper that retires
     * @param into the surviving paper, a lower id
     * @param acceptedAt acceptance of the submission that showed it
     */
    record Absorbed(int id, int into, Instant acceptedAt) implements Identified {
        public Absorbed {
            Objects.requireNonNull(acceptedAt, "acceptedAt");
            if (into >= id) {
                throw new IllegalArgumentException("the lower id survives, but " + id + " was to go into " + into);
            }
        }

        @Override
        public String recordKey() {
            return id + " absorbed";
        }

        @Override
        public String eventId() {
            return id + " absorbed " + into;
        }
    }

    /**
     * A work that this paper names among its references arrived, left, or changed its authors: resolve them again.
     *
     * @param id the citing paper
     * @param cited the paper that changed
     * @param citedVersion its version
     * @param acceptedAt acceptance of the submission that changed it
     */
    record CitedChanged(int id, int cited, long citedVersion, Instant acceptedAt) implements Identified {
        public CitedChanged {
            Objects.requireNonNull(acceptedAt, "acceptedAt");
        }

        @Override
        public String recordKey() {
            return id + " cited-changed";
        }

        @Override
        public String eventId() {
            return id + " cited-changed " + cited + "/" + citedVersion;
        }
    }
}
