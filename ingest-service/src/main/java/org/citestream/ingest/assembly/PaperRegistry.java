package org.citestream.ingest.assembly;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.citestream.events.PaperStatus;

/**
 * The papers, each written by the owner of its partition alone. Each write is durable when its method returns.
 */
public interface PaperRegistry {

    /**
     * Makes the caller the owner of a partition's papers.
     *
     * @return a token higher than any before; what an owner with a lower one writes later is without effect
     */
    long own(int partition);

    /** A token higher than any that this method gave before, and lower than any owner's. */
    long ownBeforeAll();

    /** The states of these papers, those that are known. */
    Map<Integer, PaperState> states(Collection<Integer> papers);

    /**
     * Writes states.
     *
     * @param token of the owner
     */
    void save(long token, Collection<PaperState> states);

    /** What a citing paper needs to know of these papers; those that are known. */
    Map<Integer, Cited> cited(Collection<Integer> papers);

    /** Notes what a batch changes in a partition, and may leave unsent, until the next note. */
    void noteUnsent(int partition, Unsent changes);

    /** What was last noted for a partition. */
    Unsent unsent(int partition);

    /** Enters a paper among those that mention each key. */
    void mention(Map<String, Set<Integer>> citingByKey);

    /** The papers that mention these keys, those with mentions. */
    Map<String, Set<Integer>> mentions(Collection<String> keys);

    /**
     * What a citing paper needs to know of one that it cites.
     *
     * @param status whether it is live
     * @param authorIds who wrote it
     */
    record Cited(PaperStatus status, Set<String> authorIds) {
        boolean isLive() {
            return status == PaperStatus.LIVE;
        }
    }

    /**
     * What a batch changes.
     *
     * @param papers the papers
     * @param renamed the names under which others may mention a paper that matters to them now in another way, and that paper
     */
    record Unsent(Set<Integer> papers, Map<String, Integer> renamed) {
        public Unsent {
            papers = Set.copyOf(papers);
            renamed = Map.copyOf(renamed);
        }
    }
}
