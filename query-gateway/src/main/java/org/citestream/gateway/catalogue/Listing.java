package org.citestream.gateway.catalogue;

import java.time.Instant;
import java.util.function.Function;
import org.citestream.gateway.index.Ranks;
import org.jspecify.annotations.Nullable;

/** The answer to a question at one moment. It does not change afterwards. */
public final class Listing {

    private final PaperQuery query;
    private final int[] ids;
    private final Ranks ranks;
    private final Instant madeAt;
    private volatile @Nullable Facets facets;

    /**
     * An answer.
     *
     * @param query the question
     * @param ids the papers in order; not to be written to
     * @param ranks the ranks at that moment
     * @param madeAt the moment
     */
    Listing(PaperQuery query, int[] ids, Ranks ranks, Instant madeAt) {
        this.query = query;
        this.ids = ids;
        this.ranks = ranks;
        this.madeAt = madeAt;
    }

    /** The question. */
    public PaperQuery query() {
        return query;
    }

    /** The papers in order; not to be written to. */
    public int[] ids() {
        return ids;
    }

    /** The ranks at that moment. */
    public Ranks ranks() {
        return ranks;
    }

    /** The moment. */
    public Instant madeAt() {
        return madeAt;
    }

    /** How the papers divide, found out when it is asked for first. */
    Facets facets(Function<int[], Facets> divide) {
        Facets known = facets;
        if (known == null) {
            known = divide.apply(ids);
            facets = known;
        }
        return known;
    }
}
