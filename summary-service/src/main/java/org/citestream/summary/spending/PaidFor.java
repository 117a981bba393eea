package org.citestream.summary.spending;

import org.jspecify.annotations.Nullable;

/** The paper for whose summary a thread works: what it spends is counted for that paper too. */
public final class PaidFor {

    private static final ScopedValue<Integer> PAPER = ScopedValue.newInstance();

    private PaidFor() {}

    /** Does work for the summary of a paper. */
    public static void paper(int id, Runnable work) {
        ScopedValue.where(PAPER, id).run(work);
    }

    /** The paper for which this thread works, or null where it works for none. */
    static @Nullable Integer paper() {
        return PAPER.isBound() ? PAPER.get() : null;
    }
}
