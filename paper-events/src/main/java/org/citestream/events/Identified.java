package org.citestream.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A submission with the paper that it belongs to, or a notice to that paper. The owner of the paper's partition reads it and
 * is the only one who changes the paper.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Identified.Said.class, name = "said"),
    @JsonSubTypes.Type(value = Identified.Moved.class, name = "moved"),
    @JsonSubTypes.Type(value = Identified.CitedChanged.class, name = "cited-changed")
})
public sealed interface Identified extends PaperRecord {

    /** The moment of acceptance of the submission behind it. */
    Instant acceptedAt();

    /**
     * A source says something of this paper.
     *
     * @param id the paper
     * @param version of the submission, which grows with its offset; of two with the same key and as many moves the higher one counts
     * @param moves how often the source record has gone from one paper to another; of two with the same key the one with more
     *     counts
     * @param from the paper that hands on what was said of it, or null where it comes from the submissions themselves
     * @param submission what is said
     */
    record Said(int id, long version, long moves, @Nullable Integer from, Submission submission) implements Identified {
        public Said {
            Objects.requireNonNull(submission, "submission");
        }

        /** What a source says, straight from its submission. */
        public static Said of(int id, long version, long moves, Submission submission) {
            return new Said(id, version, moves, null, submission);
        }

        /** Apart from what comes straight from the submissions, which is often newer and must not be replaced. */
        @Override
        public String recordKey() {
            return id + " " + submission.recordKey() + (from == null ? "" : " from " + from);
        }

        @Override
        @JsonIgnore
        public Instant acceptedAt() {
            return submission.acceptedAt();
        }

        @Override
        public String eventId() {
            return id + " " + submission.eventId() + (moves == 0 ? "" : " moved " + moves);
        }
    }

    /**
     * A source record turned out to be of another paper, which takes over what it says.
     *
     * @param id the paper that it was thought to be of
     * @param record source and key of the record
     * @param moves how often it has gone from one paper to another
     * @param to the paper that it is of
     * @param acceptedAt acceptance of the submission that showed it
     */
    record Moved(int id, String record, long moves, int to, Instant acceptedAt) implements Identified {
        public Moved {
            Objects.requireNonNull(record, "record");
            Objects.requireNonNull(acceptedAt, "acceptedAt");
            if (to == id) {
                throw new IllegalArgumentException(record + " was to move from paper " + id + " to itself");
            }
        }

        /**
         * Apart from what the record says, which the paper that it went to is to be told, and which must not be replaced before it is read. No
         * key of a record has a tab.
         */
        @Override
        public String recordKey() {
            return id + " " + record + "\tmoved";
        }

        @Override
        public String eventId() {
            return id + " " + record + " moved " + moves;
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
