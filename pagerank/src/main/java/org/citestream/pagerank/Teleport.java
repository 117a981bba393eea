package org.citestream.pagerank;

import org.jspecify.annotations.Nullable;

/** How much of the teleport each paper gets: 1, unless another weight was set. Takes no memory until one is. */
final class Teleport {

    static final double LARGEST = 1e6;

    /** What is smaller is lost where it is divided, before any bound is reached. */
    static final double SMALLEST = 1e-200;

    private @Nullable DoubleChunks weights;
    private int papers;

    void append() {
        papers++;
        if (weights != null) {
            weights.append(1);
        }
    }

    int bytesPerPaper() {
        return weights == null ? 0 : Double.BYTES;
    }

    double weight(int paper) {
        return weights == null ? 1 : weights.get(paper);
    }

    void set(int paper, double weight) {
        if (weights == null) {
            weights = new DoubleChunks();
            for (int i = 0; i < papers; i++) {
                weights.append(1);
            }
        }
        weights.set(paper, weight);
    }

    /** The weights as they are now and stay; null where all are 1. */
    double @Nullable [][] freeze() {
        return weights == null ? null : weights.freeze();
    }

    /** The weight of a paper among those that were frozen. */
    static double weight(double @Nullable [][] frozen, int paper) {
        return frozen == null ? 1 : frozen[paper >>> DoubleChunks.BITS][paper & DoubleChunks.MASK];
    }

    /** @throws IllegalArgumentException when this can be no weight */
    static double requireWeight(double weight) {
        if (!(weight == 0 || (weight >= SMALLEST && weight <= LARGEST))) {
            throw new IllegalArgumentException(
                    "a teleport weight must be 0, or from %s to %.0f, not %s".formatted(SMALLEST, LARGEST, weight));
        }
        return weight;
    }
}
