package org.citestream.ingest.submission;

import org.citestream.events.Submission;
import org.jspecify.annotations.Nullable;

/** What became of one record of an input. */
public sealed interface Reading {

    /** The place of the record among the records of its input, from 1. */
    long number();

    /**
     * The record is well formed and its content allowed.
     *
     * @param number its place, from 1
     * @param submission the record, normalised
     * @param excerpt whether the source tells more of the record in another form, so that what this leaves out is not taken back
     */
    record Accepted(long number, Submission submission, boolean excerpt) implements Reading {

        /** A record as its source tells it. */
        public Accepted(long number, Submission submission) {
            this(number, submission, false);
        }
    }

    /**
     * The record cannot be taken; its neighbours are not concerned.
     *
     * @param number its place, from 1
     * @param recordKey {@code SOURCE:KEY} where the record tells both, else null
     * @param field what is wrong with it: a JSON pointer such as {@code /authors/3/orcid}, an XML name such as {@code year},
     *     or empty for the record as a whole
     * @param reason what is wrong and what is allowed, going on from the name of the field: "is missing"
     */
    record Refused(long number, @Nullable String recordKey, String field, String reason) implements Reading {}

    /**
     * The record is none of a paper of the collection, or lacks what makes a paper.
     *
     * @param number its place, from 1
     * @param reason why, in a few words that are the same for all of its kind
     */
    record LeftOut(long number, String reason) implements Reading {}
}
