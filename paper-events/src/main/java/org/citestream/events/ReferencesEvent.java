package org.citestream.events;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The complete set of papers that one paper cites. A paper that is not live cites nothing.
 *
 * @param id the citing paper
 * @param version grows by each change of content; counted apart from that of the paper
 * @param cited ids of the cited papers that are live, ascending, each once, never the paper itself
 * @param self those of {@code cited} that share an author with the citing paper, ascending
 * @param unresolved how many cited works are not (yet) papers of the collection
 * @param dropped what was left out, and why
 * @param acceptedAt acceptance of the submission that led to this version
 */
public record ReferencesEvent(
        int id,
        long version,
        List<Integer> cited,
        List<Integer> self,
        int unresolved,
        Dropped dropped,
        Instant acceptedAt)
        implements VersionedRecord {

    public ReferencesEvent {
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        // Absent is not empty: a record that says nothing of the cited papers must not erase them.
        cited = List.copyOf(Objects.requireNonNull(cited, "cited"));
        self = self == null ? List.of() : List.copyOf(self);
        dropped = dropped == null ? Dropped.NOTHING : dropped;
    }

    /** The same content under another version. */
    public ReferencesEvent as(long otherVersion, Instant otherAcceptedAt) {
        return new ReferencesEvent(id, otherVersion, cited, self, unresolved, dropped, otherAcceptedAt);
    }

    @Override
    public String eventId() {
        return "references/" + id + "/" + version;
    }

    /**
     * References that were left out.
     *
     * @param selfLoops those of the paper to itself
     * @param repeated further mentions, by the same source, of a work already counted
     */
    public record Dropped(int selfLoops, int repeated) {
        /** Nothing was left out. */
        public static final Dropped NOTHING = new Dropped(0, 0);
    }
}
