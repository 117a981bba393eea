package org.citestream.ingest.identity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of identities, shared by all instances. Each write is durable when its method returns, and each settles a race
 * by what can be read afterwards: whoever writes first and then reads sees the other, or is seen by it.
 */
public interface IdentityRegistry {

    /**
     * The papers that hold these keys, under the ids they were entered with.
     *
     * @return keys that are held
     */
    Map<String, Integer> papersOf(Collection<String> keys);

    /**
     * The ids by which papers go on.
     *
     * @return each given id with the surviving one, which is the id itself where nothing absorbed it
     */
    Map<Integer, Integer> survivorsOf(Collection<Integer> papers);

    /**
     * Ids that nobody else has or will get.
     *
     * @param count how many, at least 1
     * @return the first of a row of {@code count} ids
     */
    int newIds(int count);

    /** Whether ids were ever given, or noted as given. */
    boolean hasGivenIds();

    /** From now on {@link #newIds} gives only ids above this one. */
    void noteIdsGivenUpTo(int last);

    /**
     * Gives each key to its paper, unless another has it.
     *
     * @return the keys that another paper holds, with that paper as it was entered (not yet the surviving one)
     */
    Map<String, Integer> claim(Map<String, Integer> papersByKey);

    /** From now on {@code retired} goes on as {@code survivor}, a lower id, unless it already goes on as a lower one still. */
    void merge(int retired, int survivor);

    /**
     * The papers that were entered under these titles.
     *
     * @param hashes of normalised titles
     * @return by hash, those that have entries
     */
    Map<String, Set<TitleEntry>> titles(Collection<String> hashes);

    /** Enters papers under their titles; an entry that is there already is left as it is. */
    void enterTitles(Map<String, Set<TitleEntry>> entries);

    /** Keeps citations whose citing paper is not known yet, by the key that is awaited. */
    void awaitCiting(Map<String, List<AwaitingCitation>> citations);

    /** The citations that await these keys; they stay, so that asking again gives them again. */
    Map<String, List<AwaitingCitation>> awaiting(Collection<String> citingKeys);
}
