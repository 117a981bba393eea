package org.citestream.gateway.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.citestream.gateway.history.PaperHistory;
import org.citestream.gateway.history.RankPoint;
import org.jspecify.annotations.Nullable;

/**
 * A paper's rank over time as a line in steps, the best rank on top, in the units of an SVG of {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param points what is kept, the earliest first, then the present
 * @param line the path
 * @param best the best rank that it had
 * @param worst the worst
 */
record RankChart(List<RankPoint> points, String line, int best, int worst) {

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
        Instant first = points.getFirst().time();
        double length = Math.max(1, points.getLast().time().toEpochMilli() - first.toEpochMilli());
        StringBuilder line = new StringBuilder();
        for (RankPoint each : points) {
            double x = LEFT + (RIGHT - LEFT) * (each.time().toEpochMilli() - first.toEpochMilli()) / length;
            double y = TOP + (double) (BASE - TOP) * (each.rank() - best) / (worst - best);
            line.append(String.format(Locale.ROOT, line.isEmpty() ? "M%.1f %.1f" : "H%.1fV%.1f", x, y));
        }
        return new RankChart(List.copyOf(points), line.toString(), best, worst);
    }
}
