package org.citestream.ingest.identity;

import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each submission its version: its offset, and in a topic that was made anew that and all that was given in the one before, since
 * offsets begin again there and versions never do.
 *
 * @param base version of the submission at offset 0, at least 0
 */
public record SubmissionVersions(long base) {

    private static final Logger log = LoggerFactory.getLogger(SubmissionVersions.class);

    /**
     * Where versions begin in one incarnation of the topic {@code submissions}.
     *
     * @param topicId the topic's id, which a topic made anew does not share
     * @param base version of the submission at offset 0
     */
    public record Beginning(String topicId, long base) {}

    /** The version of the submission at an offset. */
    public long of(long offset) {
        return base + offset;
    }

    /**
     * The versions in the topic as it is now, which every instance finds the same.
     *
     * @param topicId the topic's id
     * @param highestNext of a topic's id the highest position that was reached in any of its partitions
     */
    public static SubmissionVersions in(IdentityRegistry registry, String topicId, ToLongFunction<String> highestNext) {
        while (true) {
            Beginning known = registry.versionsBegin();
            if (known != null && known.topicId().equals(topicId)) {
                return new SubmissionVersions(known.base());
            }
            long base = known == null ? 0 : known.base() + highestNext.applyAsLong(known.topicId());
            if (registry.noteVersionsBegin(known, new Beginning(topicId, base)) && known != null) {
                log.warn("The topic of submissions was made anew: its versions begin at {}", base);
            }
        }
    }
}
