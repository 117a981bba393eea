package org.citestream.ingest.identity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of identities, shared by all instances. Each write is durable when its method returns, and each settles a race
 * by what can be read afterwards: whoever writes first and then reads sees the other, or is seen by it.
 */
public interface IdentityRegistry {

    /** The records of these keys, those that are known. */
    Map<String, SourceRecord> records(Collection<String> recordKeys);

    /** The entries of these names ({@code doi:…}, {@code title:…}), those that are there. */
    Map<String, Entry> entries(Collection<String> names);

    /**
     * Notes what records say, unless something later is known of them.
     *
     * @param said what each record says now
     * @param entered records to enter under each name, which comes first
     */
    void learn(Map<String, Description> said, Map<String, Set<Entry.Member>> entered);

    /** Notes decisions on each record. */
    void decide(Map<String, Set<SourceRecord.Decision>> decisions);

    /**
     * Gives records to papers. Where another instance has given the same record to another paper at the same number of moves, the
     * higher paper has it, and both are among those that it was ever given to: read the records to see.
     *
     * @param given by key, each with its paper and its moves
     */
    void give(Map<String, SourceRecord> given);

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

    /** Where versions begin, or null where that was never noted. */
    SubmissionVersions.@Nullable Beginning versionsBegin();

    /**
     * Notes where versions begin, unless another instance has noted something else meanwhile.
     *
     * @param before what was noted before, or null
     * @return whether it is noted now by this call
     */
    boolean noteVersionsBegin(SubmissionVersions.@Nullable Beginning before, SubmissionVersions.Beginning now);

    /**
     * Keeps citations by the key of their citing paper, for the time when that is known, or known of another paper. Of what one source said
     * of the same two the latest is kept.
     */
    void awaitCiting(Map<String, List<AwaitingCitation>> citations);

    /** The citations that await these keys; they stay, so that asking again gives them again. */
    Map<String, List<AwaitingCitation>> awaiting(Collection<String> citingKeys);
}
