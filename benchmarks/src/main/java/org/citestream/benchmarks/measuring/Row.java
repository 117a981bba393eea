package org.citestream.benchmarks.measuring;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of a measurement's table.
 *
 * @param name what was measured
 * @param figure how much it was
 * @param unit in what
 * @param reference the reference measured in the same run, or null where there is none
 * @param ratio of figure to reference, or null
 * @param goal in words, or null where there is none
 * @param holds whether the goal was reached, or null where there is none
 */
public record Row(
        String name,
        double figure,
        String unit,
        @Nullable Double reference,
        @Nullable Double ratio,
        @Nullable String goal,
        @Nullable Boolean holds) {

    /** A figure that stands alone. */
    public static Row of(String name, double figure, String unit) {
        return new Row(name, figure, unit, null, null, null, null);
    }

    /** A figure beside its reference. */
    public static Row of(String name, double figure, String unit, double reference) {
        return new Row(name, figure, unit, reference, figure / reference, null, null);
    }

    /** A figure that is to be at least some share of its reference. */
    public static Row atLeast(String name, double figure, String unit, double reference, double share) {
        double ratio = figure / reference;
        return new Row(name, figure, unit, reference, ratio, "ratio ≥ " + share, ratio >= share);
    }

    /** In place of a measurement that was not made, and need not be. */
    public static Row skipped(String measurement, String why) {
        return new Row(measurement + ": skipped: " + why, 0, "–", null, null, null, null);
    }

    /** In place of a measurement that was not made, and should have been. */
    public static Row failed(String measurement, String why) {
        return new Row(measurement + ": failed: " + why, 0, "–", null, null, "to be measured", false);
    }

    /** A figure as tables show it: three digits, or all before the point. */
    public static String number(double value) {
        return Math.abs(value) >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }
}
