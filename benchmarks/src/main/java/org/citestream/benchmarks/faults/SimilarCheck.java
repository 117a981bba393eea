package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.faults.ShownPaper.Similar;
import org.citestream.benchmarks.faults.Violation.Kind;

/**
 * The papers that are shown as most like each, against the vectors that {@link StubModel} makes of the texts that are shown. Other versions of a paper are left out there, but in {@link Workload}
 * no paper has the title of another, so there are none.
 */
final class SimilarCheck {

    /** How many a view shows. */
    private static final int MOST = 10;

    /** What a score, which is shown to four decimals, may be off by. */
    private static final double ROUNDING = 1e-3;

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int BETWEEN_LOOKS_MILLIS = 500;

    private SimilarCheck() {}

    /**
     * Waits until each is right. That nothing is pending is not enough: it says that each paper has a vector, which may still be that of an earlier text.
     *
     * @param first what was shown at first
     * @return what is still wrong after two minutes
     */
    static List<Violation> await(Reading gateway, ShownCollection first) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        List<Violation> wrong = check(first);
        while (!wrong.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            wrong = check(gateway.all());
        }
        return wrong;
    }

    static List<Violation> check(ShownCollection shown) {
        List<ShownPaper> papers = List.copyOf(shown.papers().values());
        List<double[]> vectors =
                papers.stream().map(each -> StubModel.vectorOf(text(each))).toList();
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < papers.size(); i++) {
            Map<Integer, Similar> others = new HashMap<>();
            for (int j = 0; j < papers.size(); j++) {
                ShownPaper other = papers.get(j);
                if (j != i) {
                    others.put(
                            other.id(), new Similar(other.id(), other.title(), cosine(vectors.get(i), vectors.get(j))));
                }
            }
            List<Similar> best = others.values().stream()
                    .sorted(Comparator.comparingDouble(Similar::score).reversed())
                    .limit(MOST)
                    .toList();
            List<Similar> similar = papers.get(i).similar();
            if (!isRight(similar, best, others)) {
                violations.add(new Violation(
                        Kind.SIMILAR,
                        "paper " + papers.get(i).id(),
                        "is most like " + similar + " and ought to be like " + best));
            }
        }
        return violations;
    }

    /** Whether there are as many as can be, no score above the one before, each that of its paper and of its place; papers whose scores are as good as equal may change places. */
    private static boolean isRight(List<Similar> similar, List<Similar> best, Map<Integer, Similar> others) {
        if (similar.size() != best.size()) {
            return false;
        }
        double last = Double.POSITIVE_INFINITY;
        for (int i = 0; i < best.size(); i++) {
            Similar each = similar.get(i);
            // None twice.
            Similar known = others.remove(each.paper());
            if (known == null
                    || !each.title().equals(known.title())
                    || each.score() > last
                    || Math.abs(each.score() - known.score()) > ROUNDING
                    || Math.abs(each.score() - best.get(i).score()) > ROUNDING) {
                return false;
            }
            last = each.score();
        }
        return true;
    }

    /** What is embedded of a paper. */
    private static String text(ShownPaper paper) {
        String abstractText = paper.abstractText();
        return abstractText == null ? paper.title() : paper.title() + "\n" + abstractText;
    }

    private static double cosine(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
