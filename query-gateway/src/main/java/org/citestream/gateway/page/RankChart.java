package org.citestream.gateway.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.citestream.gateway.history.PaperHistory;
import org.citestream.gateway.history.RankPoint;
import org.jspecify.annotations.Nullable;

/**
 * A paper's rank over time as a line in steps, the best rank on top, in the units of an SVG of {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param points the earliest first, the present last, and between them as many of what is kept as a reader can tell apart
 * @param line the path
 * @param best the best rank that it had
 * @param worst the worst
 * @param kept how many moments there are in all
 */
record RankChart(List<RankPoint> points, String line, int best, int worst, int kept) {

    static final int MOST_POINTS = 40;
    static final int WIDTH = 480;
    static final int HEIGHT = 130;
    static final int LEFT = 58;
    static final int RIGHT = WIDTH - 14;
    static final int TOP = 14;
    static final int BASE = HEIGHT - 24;

    /** Null where the paper has had one rank only, or none. */
    static @Nullable RankChart of(PaperHistory.Report history) {
        List<RankPoint> points = new ArrayList<>(history.points());
        RankPoint now = history.now();
        if (now != null && (points.isEmpty() || points.getLast().epoch() < now.epoch())) {
            points.add(now);
        }
        int best = points.stream().mapToInt(RankPoint::rank).min().orElse(0);
        int worst = points.stream().mapToInt(RankPoint::rank).max().orElse(0);
        if (points.size() < 2 || best == worst) {
            return null;
        }
        List<RankPoint> shown = thinned(points, best, worst);
        Instant first = points.getFirst().time();
        double length = Math.max(1, points.getLast().time().toEpochMilli() - first.toEpochMilli());
        StringBuilder line = new StringBuilder();
        for (RankPoint each : shown) {
            double x = LEFT + (RIGHT - LEFT) * (each.time().toEpochMilli() - first.toEpochMilli()) / length;
            double y = TOP + (double) (BASE - TOP) * (each.rank() - best) / (worst - best);
            line.append(String.format(Locale.ROOT, line.isEmpty() ? "M%.1f %.1f" : "H%.1fV%.1f", x, y));
        }
        return new RankChart(shown, line.toString(), best, worst, points.size());
    }

    /** The day of a point, or its time where all are of one day. */
    String label(RankPoint point) {
        String first = Wording.day(points.getFirst().time());
        return first.equals(Wording.day(points.getLast().time()))
                ? Wording.time(point.time())
                : Wording.day(point.time());
    }

    /** Points in even steps; the first, the last and the first of the best and of the worst always. */
    private static List<RankPoint> thinned(List<RankPoint> points, int best, int worst) {
        BitSet shown = new BitSet(points.size());
        int even = Math.min(MOST_POINTS - 2, points.size());
        for (int i = 0; i < even; i++) {
            shown.set((int) Math.round((double) i * (points.size() - 1) / (even - 1)));
        }
        for (int rank : new int[] {best, worst}) {
            shown.set(IntStream.range(0, points.size())
                    .filter(i -> points.get(i).rank() == rank)
                    .findFirst()
                    .orElseThrow());
        }
        return shown.stream().mapToObj(points::get).toList();
    }
}
