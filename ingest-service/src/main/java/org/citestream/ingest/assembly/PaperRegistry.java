package org.citestream.ingest.assembly;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.citestream.events.PaperStatus;
import org.citestream.events.stream.OvertakenOwnerException;

/**
 * The papers, each written by the owner of its partition alone. Each write is durable when its method returns.
 */
public interface PaperRegistry {

    /**
     * Makes the caller the owner of a partition's papers. From then on a former owner can note nothing more, and of what it noted last it can save nothing more:
     * either it has saved a paper by then, and {@link #states} has it, or it never will.
     *
     * @return a token higher than any before
     */
    long own(int partition);

    /** A token higher than any that this method gave before, and lower than any owner's. */
    long ownBeforeAll();

    /** Whether a token is the last that {@link #ownBeforeAll} gave. */
    boolean isLastBeforeAll(long token);

    /** The states of these papers, those that are known. */
    Map<Integer, PaperState> states(Collection<Integer> papers);

    /** All states, some at a time. */
    void forEach(IntPredicate papers, Consumer<Collection<PaperState>> some);

    /**
     * Writes states, of papers that were noted.
     *
     * @param token of the owner
     * @throws OvertakenOwnerException if another owns one of the papers by now; that one is left as it is
     */
    void save(long token, Collection<PaperState> states);

    /**
     * Writes states that yield to what an owner wrote.
     *
     * @param token of {@link #ownBeforeAll}
     */
    void fill(long token, Collection<PaperState> states);

    /** What a citing paper needs to know of these papers; those that are known. */
    Map<Integer, Cited> cited(Collection<Integer> papers);

    /**
     * Notes what a batch is about to change in a partition, and may leave unsent, until the next note.
     *
     * @param token of the owner
     * @throws OvertakenOwnerException if another owns the partition by now; its note is left as it is
     */
    void noteUnsent(int partition, long token, Unsent changes);

    /** What was last noted for a partition. */
    Unsent unsent(int partition);

    /** By name the ids of the topics that have all that was published of a partition; none where that was never noted. */
    Map<String, String> published(int partition);

    /** Notes that. */
    void notePublished(int partition, Map<String, String> topics);

    /** Enters a paper among those that mention each key. */
    void mention(Map<String, Set<Integer>> citingByKey);

    /** The papers that mention these keys, those with mentions. */
    Map<String, Set<Integer>> mentions(Collection<String> keys);

    /**
     * Notes which ORCID iDs a paper states for names, in place of those that it stated before.
     *
     * @param stated by name, and by paper
     */
    void stateOrcids(Map<String, Map<Integer, Set<String>>> stated);

    /** The ORCID iDs that any papers state for these names. */
    Map<String, Set<String>> orcids(Collection<String> names);

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
