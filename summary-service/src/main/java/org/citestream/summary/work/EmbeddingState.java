package org.citestream.summary.work;

/**
 * The last embedding of a paper; the vector is in its record only, since it can be computed again.
 *
 * @param id the paper
 * @param version of its record
 * @param model that made it
 * @param hash of the text that it was made from, or that gets none; empty where none could be made of any
 */
public record EmbeddingState(int id, long version, String model, String hash) {

    /** Whether a text under a model has been looked at. */
    public boolean isOfSomeText(String otherModel) {
        return model.equals(otherModel) && !hash.isEmpty();
    }

    /** Whether it is that of a text under a model. */
    public boolean isOf(String otherModel, String otherHash) {
        return model.equals(otherModel) && hash.equals(otherHash);
    }
}
