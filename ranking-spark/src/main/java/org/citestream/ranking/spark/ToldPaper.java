package org.citestream.ranking.spark;

import java.io.Serial;
import java.io.Serializable;

/**
 * What the topics say of a paper.
 *
 * @param id of the paper
 * @param paperVersion highest version of its record, 0 where there is none
 * @param referencesVersion highest version of its references, 0 where there are none
 * @param live whether it counts
 * @param year of publication
 * @param cited ids of the papers that it cites and that may count
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record ToldPaper(int id, long paperVersion, long referencesVersion, boolean live, int year, int[] cited)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    static ToldPaper nothing(int id) {
        return new ToldPaper(id, 0, 0, false, 0, new int[0]);
    }

    ToldPaper withPaper(long version, boolean isLive, int itsYear) {
        return version <= paperVersion ? this : new ToldPaper(id, version, referencesVersion, isLive, itsYear, cited);
    }

    ToldPaper withReferences(long version, int[] itsCited) {
        return version <= referencesVersion ? this : new ToldPaper(id, paperVersion, version, live, year, itsCited);
    }

    /** Whether its record was told; without, it has no place in the graph. */
    boolean isSeen() {
        return paperVersion > 0;
    }

    /** By year, then by id: the order of pushes. */
    long pushOrder() {
        return (long) year << 32 | id;
    }
}
