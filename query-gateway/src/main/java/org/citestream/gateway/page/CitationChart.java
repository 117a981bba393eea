package org.citestream.gateway.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.citestream.gateway.view.PaperView;

/**
 * A bar for each year from the first to the last with a non-self citation, in the units of an SVG of {@link #WIDTH} by {@link
 * #HEIGHT}.
 *
 * @param bars from the earliest year on, years without a citation included
 * @param ticks of the vertical axis, from 0 up
 * @param before how many citations are of years before the first bar, where there are more years than bars
 */
record CitationChart(List<Bar> bars, List<Tick> ticks, int before) {

    static final int WIDTH = 480;
    static final int HEIGHT = 190;
    /** Beside the labels of up to 9,999,999 citations. */
    static final int LEFT = 64;
    /** Between the labels of the vertical axis and the lines. */
    static final int LABEL_GAP = 7;

    static final int RIGHT = WIDTH - 14;
    static final int TOP = 18;
    static final int BASE = HEIGHT - 24;

    private static final int MOST_BARS = 120;
    private static final int MOST_LABELS = 9;
    private static final int MOST_TICKS = 4;
    private static final double WIDEST_BAR = 34;

    static CitationChart of(List<PaperView.Citations.Year> byYear) {
        Map<Integer, Integer> counts = byYear.stream()
                .filter(each -> each.nonSelf() > 0)
                .collect(Collectors.toMap(PaperView.Citations.Year::year, PaperView.Citations.Year::nonSelf));
        if (counts.isEmpty()) {
            return new CitationChart(List.of(), List.of(), 0);
        }
        int last = counts.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
        int first = Math.max(
                last - MOST_BARS + 1,
                counts.keySet().stream().mapToInt(Integer::intValue).min().orElseThrow());
        int highest = counts.entrySet().stream()
                .filter(each -> each.getKey() >= first)
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElseThrow();
        int step = step(highest);
        int top = (highest + step - 1) / step * step;

        List<Tick> ticks = new ArrayList<>();
        for (int value = 0; value <= top; value += step) {
            ticks.add(new Tick(value, y(value, top)));
        }
        int years = last - first + 1;
        int labelEvery = (years + MOST_LABELS - 1) / MOST_LABELS;
        double slot = (double) (RIGHT - LEFT) / years;
        double width = Math.min(WIDEST_BAR, slot * 0.72);
        List<Bar> bars = new ArrayList<>();
        for (int year = first; year <= last; year++) {
            double middle = LEFT + slot * (year - first + 0.5);
            int count = counts.getOrDefault(year, 0);
            double y = y(count, top);
            bars.add(new Bar(
                    year,
                    count,
                    round(middle - width / 2),
                    round(middle),
                    y,
                    round(width),
                    round(BASE - y),
                    (last - year) % labelEvery == 0));
        }
        int before = counts.entrySet().stream()
                .filter(each -> each.getKey() < first)
                .mapToInt(Map.Entry::getValue)
                .sum();
        return new CitationChart(bars, ticks, before);
    }

    private static int step(int highest) {
        int step = 1;
        for (int factor = 0; (highest + step - 1) / step > MOST_TICKS; factor++) {
            step = factor % 3 == 1 ? step / 2 * 5 : step * 2;
        }
        return step;
    }

    private static double y(int value, int top) {
        return round(BASE - (double) (BASE - TOP) * value / top);
    }

    private static double round(double coordinate) {
        return Math.round(coordinate * 10) / 10.0;
    }

    /**
     * A year.
     *
     * @param year the year
     * @param count its non-self citations
     * @param x left edge
     * @param middle where its label is centred
     * @param y upper edge
     * @param width of the bar
     * @param height of the bar, 0 where there is none
     * @param labelled whether the axis names the year
     */
    record Bar(int year, int count, double x, double middle, double y, double width, double height, boolean labelled) {

        /** Where its value stands, above it. */
        long label() {
            return Math.round(y - 4);
        }

        String words() {
            return year + ": " + count + (count == 1 ? " citation" : " citations");
        }
    }

    /**
     * A line of the vertical axis.
     *
     * @param value number of citations
     * @param y its height
     */
    record Tick(int value, double y) {}
}
