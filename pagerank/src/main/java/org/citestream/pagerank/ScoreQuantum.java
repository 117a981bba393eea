package org.citestream.pagerank;

/**
 * The relative step to which scores are rounded before they are published: a power of two, so that rounding cuts bits off
 * the significand and a rounded score is a double that any reader can compare with {@code ==}.
 */
final class ScoreQuantum {

    private static final int SIGNIFICAND_BITS = 52;

    private final int droppedBits;

    /** Takes the smallest power of two that is at least {@code relativeStep}, between 2⁻⁵² and 1/2. */
    ScoreQuantum(double relativeStep) {
        int exponent = (int) Math.ceil(Math.log(relativeStep) / Math.log(2));
        droppedBits = SIGNIFICAND_BITS + Math.clamp(exponent, -SIGNIFICAND_BITS, -1);
    }

    double value() {
        return Math.scalb(1.0, droppedBits - SIGNIFICAND_BITS);
    }

    /** The nearest multiple of the step within the binade of {@code score}, which must be finite and not negative. */
    double round(double score) {
        if (droppedBits == 0) {
            return score;
        }
        // A carry out of the significand lands in the exponent, which is the next binade: just what rounding up means.
        long half = 1L << (droppedBits - 1);
        long bits = Double.doubleToRawLongBits(score) + half;
        return Double.longBitsToDouble(bits >>> droppedBits << droppedBits);
    }
}
