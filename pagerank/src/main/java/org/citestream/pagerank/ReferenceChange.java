package org.citestream.pagerank;

/**
 * What replacing a paper's references did. Counts are against the previous set; references to removed papers count as
 * references, since they come back when the paper does.
 *
 * @param added distinct papers cited now and not before
 * @param withdrawn distinct papers cited before and not now
 * @param repeated entries dropped because the list held that paper already
 * @param selfLoops entries dropped because they were the citing paper
 */
public record ReferenceChange(int added, int withdrawn, int repeated, int selfLoops) {

    /** Whether the set of cited papers is what it was. */
    public boolean isEmpty() {
        return added == 0 && withdrawn == 0;
    }
}
