package org.citestream.benchmarks.summaries;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * ROUGE-1, -2 and -L as F1, from 0 to 1, after Lin, "ROUGE: A Package for Automatic Evaluation of Summaries" (2004): n-grams
 * in common, each counted no more often than the other side has it, and the longest common subsequence. Words are runs of letters a–z and
 * digits in lower case, without stemming. ROUGE-L takes a text as one sequence.
 */
final class Rouge {

    private Rouge() {}

    /** The three measures, each the best over the references, as SciTLDR has it; 0 where there is no reference. */
    static Scores best(String summary, List<String> references) {
        return new Scores(
                best(summary, references, (left, right) -> ngrams(left, right, 1)),
                best(summary, references, (left, right) -> ngrams(left, right, 2)),
                best(summary, references, Rouge::longest));
    }

    private static double best(
            String summary, List<String> references, ToDoubleBiFunction<List<String>, List<String>> measure) {
        List<String> words = words(summary);
        return references.stream()
                .mapToDouble(each -> measure.applyAsDouble(words, words(each)))
                .max()
                .orElse(0);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private static double ngrams(List<String> left, List<String> right, int n) {
        Map<List<String>, Integer> ours = counts(left, n);
        Map<List<String>, Integer> theirs = counts(right, n);
        int common = ours.entrySet().stream()
                .mapToInt(each -> Math.min(each.getValue(), theirs.getOrDefault(each.getKey(), 0)))
                .sum();
        return f1(common, left.size() - n + 1, right.size() - n + 1);
    }

    private static Map<List<String>, Integer> counts(List<String> words, int n) {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int i = 0; i + n <= words.size(); i++) {
            counts.merge(List.copyOf(words.subList(i, i + n)), 1, Integer::sum);
        }
        return counts;
    }

    private static double longest(List<String> left, List<String> right) {
        int[] lengths = new int[right.size() + 1];
        for (String word : left) {
            int diagonal = 0;
            for (int j = 1; j <= right.size(); j++) {
                int above = lengths[j];
                lengths[j] = word.equals(right.get(j - 1)) ? diagonal + 1 : Math.max(above, lengths[j - 1]);
                diagonal = above;
            }
        }
        return f1(lengths[right.size()], left.size(), right.size());
    }

    private static double f1(int common, int left, int right) {
        return common == 0 ? 0 : 2.0 * common / (left + right);
    }

    /** How much a summary has in common with a reference, each from 0 to 1. */
    record Scores(double one, double two, double longest) {

        Scores plus(Scores other) {
            return new Scores(one + other.one, two + other.two, longest + other.longest);
        }
    }
}
