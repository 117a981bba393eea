package org.citestream.benchmarks.summaries;

import java.util.ArrayList;
import java.util.List;
import org.citestream.summary.extractive.Contribution;
import org.citestream.summary.extractive.Contribution.Sign;
import org.citestream.summary.extractive.ExtractiveSummariser.Candidate;

/**
 * What the extractive summariser reaches on papers that its weights have not seen: the papers are dealt to five parts, and each part is
 * summarised by weights that were found on the other four, one weight after the other, beginning with none but centrality and likeness to
 * the title. What a sign is, such as the list of cues, is not found anew, so this tells whether the weights are fitted too closely to these
 * papers, and not whether the signs are.
 */
final class HeldOut {

    private static final int PARTS = 5;
    private static final int ROUNDS = 3;
    private static final int STEPS = 12;
    private static final double STEP = 0.05;

    private HeldOut() {}

    /**
     * A paper.
     *
     * @param signs of each of its sentences
     * @param rouge of each of its sentences
     */
    record Paper(List<double[]> signs, List<Rouge.Scores> rouge) {

        static Paper of(List<Candidate> candidates, List<String> references) {
            return new Paper(
                    candidates.stream().map(Candidate::signs).toList(),
                    candidates.stream()
                            .map(each -> Rouge.best(each.text(), references))
                            .toList());
        }

        private Rouge.Scores chosen(double[] weights) {
            return rouge.get(Contribution.best(signs, weights));
        }
    }

    /** The mean over all papers, each by weights found on others. */
    static Rouge.Scores of(List<Paper> papers) {
        Rouge.Scores sum = new Rouge.Scores(0, 0, 0);
        for (int part = 0; part < PARTS; part++) {
            List<Paper> known = new ArrayList<>();
            List<Paper> unknown = new ArrayList<>();
            for (int i = 0; i < papers.size(); i++) {
                (i % PARTS == part ? unknown : known).add(papers.get(i));
            }
            double[] weights = found(known);
            for (Paper each : unknown) {
                sum = sum.plus(each.chosen(weights));
            }
        }
        double n = papers.size();
        return new Rouge.Scores(sum.one() / n, sum.two() / n, sum.longest() / n);
    }

    private static double[] found(List<Paper> papers) {
        Sign[] signs = Sign.values();
        double[] weights = new double[signs.length];
        weights[Sign.CENTRAL.ordinal()] = 1;
        weights[Sign.LIKE_TITLE.ordinal()] = 1;
        double best = one(papers, weights);
        for (int round = 0; round < ROUNDS; round++) {
            for (Sign sign : signs) {
                if (sign == Sign.CENTRAL) {
                    continue; // the others are in proportion to it
                }
                int i = sign.ordinal();
                double centre = sign == Sign.LIKE_TITLE ? 1 : 0;
                double kept = weights[i];
                for (int step = -STEPS; step <= STEPS; step++) {
                    weights[i] = centre + step * STEP;
                    double reached = one(papers, weights);
                    if (reached > best) {
                        best = reached;
                        kept = weights[i];
                    }
                }
                weights[i] = kept;
            }
        }
        return weights;
    }

    private static double one(List<Paper> papers, double[] weights) {
        double sum = 0;
        for (Paper each : papers) {
            sum += each.chosen(weights).one();
        }
        return sum;
    }
}
