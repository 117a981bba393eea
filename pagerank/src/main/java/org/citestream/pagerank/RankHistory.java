package org.citestream.pagerank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How the ranks of papers came about, in bounded memory: at most as many points a paper as asked for. Where a paper has more, the point goes
 * that is closest to its neighbours in proportion to its age, so that what is left spans the whole time, finely where it is recent
 * and coarsely where it is long ago. The first point and the last two stay.
 *
 * <p>Any thread may read while one records: the points of a paper are replaced as a whole. 24 bytes a point, and 4 an id.
 */
public final class RankHistory {

    private static final int PAGE_BITS = 10;
    private static final int PAGE_LENGTH = 1 << PAGE_BITS;
    private static final int FIELDS = 3;

    private final int pointsPerPaper;
    private volatile AtomicReferenceArray<@Nullable AtomicReferenceArray<long @Nullable []>> pages =
            new AtomicReferenceArray<>(4);

    /**
     * Where a paper stood.
     *
     * @param epoch when
     * @param rank from 1 on
     * @param papers how many were ranked
     * @param score as given
     */
    public record Point(long epoch, int rank, int papers, double score) {}

    /**
     * A history without points.
     *
     * @param pointsPerPaper how many to keep of each paper, from 3 on
     * @throws IllegalArgumentException when that is fewer
     */
    public RankHistory(int pointsPerPaper) {
        if (pointsPerPaper < 3) {
            throw new IllegalArgumentException("a history keeps 3 points a paper or more, not " + pointsPerPaper);
        }
        this.pointsPerPaper = pointsPerPaper;
    }

    /**
     * Adds where a paper stands. Another point of the same epoch replaces the one before.
     *
     * @param id of the paper, not negative
     * @throws IllegalArgumentException when the id is negative, or the epoch before that of the paper's last point; nothing is changed
     */
    public void record(int id, Point point) {
        if (id < 0) {
            throw new IllegalArgumentException("an id must not be negative, but there is " + id);
        }
        AtomicReferenceArray<long @Nullable []> page = pageFor(id);
        long[] before = page.get(id & (PAGE_LENGTH - 1));
        int count = before == null ? 0 : before.length / FIELDS;
        if (before != null && epoch(before, count - 1) > point.epoch) {
            throw new IllegalArgumentException(
                    "epoch %d of paper %d comes after epoch %d".formatted(point.epoch, id, epoch(before, count - 1)));
        }
        if (before != null && epoch(before, count - 1) == point.epoch) {
            count--;
        }
        long[] after = before == null ? new long[FIELDS] : Arrays.copyOf(before, (count + 1) * FIELDS);
        after[count * FIELDS] = point.epoch;
        after[count * FIELDS + 1] = (long) point.rank << 32 | point.papers;
        after[count * FIELDS + 2] = Double.doubleToRawLongBits(point.score);
        page.set(id & (PAGE_LENGTH - 1), count < pointsPerPaper ? after : thinned(after));
    }

    /** The points of a paper, oldest first; none where none was recorded. */
    public List<Point> of(int id) {
        List<Point> points = new ArrayList<>();
        int number = id >>> PAGE_BITS;
        var known = pages;
        var page = number < known.length() ? known.get(number) : null;
        long[] kept = page == null ? null : page.get(id & (PAGE_LENGTH - 1));
        for (int i = 0; kept != null && i < kept.length; i += FIELDS) {
            points.add(new Point(
                    kept[i], (int) (kept[i + 1] >>> 32), (int) kept[i + 1], Double.longBitsToDouble(kept[i + 2])));
        }
        return points;
    }

    private AtomicReferenceArray<long @Nullable []> pageFor(int id) {
        int number = id >>> PAGE_BITS;
        var known = pages;
        if (number >= known.length()) {
            AtomicReferenceArray<@Nullable AtomicReferenceArray<long @Nullable []>> grown =
                    new AtomicReferenceArray<>((int) Math.min(Math.max(number + 1L, known.length() * 2L), 1 << 21));
            for (int i = 0; i < known.length(); i++) {
                grown.setPlain(i, known.get(i));
            }
            pages = grown;
            known = grown;
        }
        var page = known.get(number);
        if (page == null) {
            page = new AtomicReferenceArray<>(PAGE_LENGTH);
            known.set(number, page);
        }
        return page;
    }

    private static long[] thinned(long[] points) {
        int count = points.length / FIELDS;
        long last = epoch(points, count - 1);
        int closest = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < count - 2; i++) {
            long since = epoch(points, i - 1);
            double share = (double) (epoch(points, i + 1) - since) / (last - since);
            if (share < least) {
                least = share;
                closest = i;
            }
        }
        long[] kept = Arrays.copyOf(points, points.length - FIELDS);
        System.arraycopy(
                points, (closest + 1) * FIELDS, kept, closest * FIELDS, points.length - (closest + 1) * FIELDS);
        return kept;
    }

    private static long epoch(long[] points, int index) {
        return points[index * FIELDS];
    }

    @Override
    public String toString() {
        return "RankHistory[pointsPerPaper=" + pointsPerPaper + "]";
    }
}
