package org.citestream.summary.extractive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.citestream.summary.text.Terms;

/**
 * What speaks for a sentence as the contribution of its paper, and how much each of it weighs: centrality (mean cosine to the other
 * sentences, over content words; after LexRank, Erkan and Radev 2004), cosine to the title, a cue such as "we propose", and a start
 * with the name that the title gives its system; less a penalty for the first sentence, which is background more often than not, for
 * the last, for one that tells what came out, for a start that points back, and for words that refer to another. The sentence with the highest sum is it.
 */
public final class Contribution {

    /** What a sentence has, from 0 to 1, or has not. */
    public enum Sign {
        /** It resembles the others. */
        CENTRAL(1),
        /** It resembles the title. */
        LIKE_TITLE(1),
        /** It says who does something, such as "we study". */
        CUE(0.25),
        /** It says that something is new. */
        NEW(0.1),
        /** It comes first, with others after it. */
        OPENS(-0.1),
        /** It comes first, and another one says outright what there is. */
        OPENS_ON_BACKGROUND(-0.3),
        /** It begins with the name of the system. */
        NAMES(0.3),
        /** It comes last, with others before it. */
        CLOSES(-0.2),
        /** It says what is proposed, in the passive voice. */
        PASSIVE(0.2),
        /** It begins with what came out. */
        OUTCOME(-0.3),
        /** It begins with what came before. */
        POINTS_BACK(-0.2),
        /** It refers to what an earlier one named, also where it is worded to stand alone. */
        REFERS_BACK(-0.05),
        /** It is hardly a sentence. */
        SHORT(-0.5);

        private final double weight;

        Sign(double weight) {
            this.weight = weight;
        }

        /** How much it weighs in this summariser. */
        public double weight() {
            return weight;
        }
    }

    static final double[] WEIGHTS =
            Arrays.stream(Sign.values()).mapToDouble(Sign::weight).toArray();

    private static final Pattern CONTRIBUTION = Pattern.compile(
            "\\b(we|this (paper|work|article|thesis|tutorial|demo\\w*)|(the|this paper's) authors?|paper|it|here)\\b"
                    + ".{0,40}?\\b(proposes?|presents?|introduces?|stud(y|ies)|develops?|describes?|design(s|ed)?|built|build"
                    + "|investigates?|address(es)?|show(s|n)?|explores?|devises?|formulates?|revisits?|argues?|provides?"
                    + "|demonstrates?|analy[sz]es?|suggests?|offers?|examines?|derives?|considers?|prove(s|d)?|give(s)?)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NEWNESS = Pattern.compile(
            "\\b(propos(e|es|ed)|present(s|ed)?|introduc(e|es|ed|ing)|novel|new)\\b", Pattern.CASE_INSENSITIVE);
    /** "X is proposed", "an overview is presented". */
    private static final Pattern PASSIVE = Pattern.compile(
            "^[^,;]{1,60}\\b(is|are|was|were) (\\w+ly )?(proposed|presented|introduced|described|developed|given)\\b",
            Pattern.CASE_INSENSITIVE);
    /** How a sentence begins that tells what came out. */
    private static final Pattern OUTCOME = Pattern.compile(
            // Without a way back, which would take room on the stack for each turn.
            "^(?:(?:extensive|preliminary|initial|early|our|the|an?|in(?! use\\b)|on|across|with|experimental|empirical|end-to-end|"
                    + "performance|analytical) )*+(experiments?|experience|evaluations?|evaluated|results?|tests?|measurements?"
                    + "|benchmarks?|comparisons?|compared|applied to|in use|analysis|simulations?|production|practice|prototype)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ARTICLE = Pattern.compile("^(the|a|an) ", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_NAME = 3;
    private static final Pattern POINTS_BACK = Pattern.compile(
            "^(however|but|unfortunately|moreover|furthermore|in addition|additionally|also|this|these|those|that|it|its|they"
                    + "|their|such|thus|therefore|hence|while|although|because|despite|nevertheless|yet|for example|for instance"
                    + "|to (do so|this end)|as a result|then|finally|second(ly)?|third(ly)?)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern THIS_PAPER =
            Pattern.compile("^this (paper|work|article|thesis|tutorial|study|demo\\w*)\\b", Pattern.CASE_INSENSITIVE);

    private Contribution() {}

    /** How much of each sign each sentence has. */
    static List<double[]> signs(List<String> sentences, List<Terms> terms, String title) {
        Terms titleTerms = Terms.of(title);
        String name = name(title);
        boolean stated = sentences.stream().anyMatch(each -> isStated(each, name));
        List<double[]> signs = new ArrayList<>(sentences.size());
        for (int i = 0; i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            boolean opens = i == 0 && sentences.size() > 2;
            double[] has = new double[Sign.values().length];
            has[Sign.CENTRAL.ordinal()] = centrality(i, terms);
            has[Sign.LIKE_TITLE.ordinal()] = terms.get(i).cosine(titleTerms);
            has[Sign.CUE.ordinal()] = one(CONTRIBUTION.matcher(sentence).find());
            has[Sign.NEW.ordinal()] = one(NEWNESS.matcher(sentence).find());
            has[Sign.OPENS.ordinal()] = one(opens);
            has[Sign.OPENS_ON_BACKGROUND.ordinal()] = one(opens && stated && !isStated(sentence, name));
            has[Sign.NAMES.ordinal()] = one(!name.isEmpty() && startsWith(sentence, name));
            has[Sign.CLOSES.ordinal()] = one(i > 1 && i == sentences.size() - 1);
            has[Sign.PASSIVE.ordinal()] = one(PASSIVE.matcher(sentence).find());
            has[Sign.OUTCOME.ordinal()] = one(OUTCOME.matcher(sentence).find());
            has[Sign.POINTS_BACK.ordinal()] = one(pointsBack(sentence));
            has[Sign.REFERS_BACK.ordinal()] = one(BackReference.in(Wording.standingAlone(sentence, "We")));
            has[Sign.SHORT.ordinal()] = one(sentence.length() < ExtractiveSummariser.FEWEST_LETTERS);
            signs.add(has);
        }
        return signs;
    }

    /**
     * The place of the sentence for which the most speaks; of equals, the first.
     *
     * @param signs of each sentence; not empty
     * @param weights of the signs, in their order
     */
    public static int best(List<double[]> signs, double[] weights) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < signs.size(); i++) {
            double score = 0;
            for (int sign = 0; sign < weights.length; sign++) {
                score += weights[sign] * signs.get(i)[sign];
            }
            if (score > highest) {
                highest = score;
                best = i;
            }
        }
        return best;
    }

    /** Whether a sentence says nothing without the one before it. */
    static boolean pointsBack(String sentence) {
        return POINTS_BACK.matcher(sentence).find()
                && !THIS_PAPER.matcher(sentence).find();
    }

    private static double one(boolean has) {
        return has ? 1 : 0;
    }

    /** What a title calls its system, such as {@code Pregel} in {@code Pregel: A System for ...}; empty where it names none. */
    private static String name(String title) {
        int colon = title.indexOf(':');
        String head = (colon < 0 ? "" : title.substring(0, colon)).strip();
        String bare = ARTICLE.matcher(head).replaceFirst("");
        return bare.isEmpty() || bare.split(" ").length > LONGEST_NAME ? "" : bare.toLowerCase(Locale.ROOT);
    }

    /** Whether a sentence says outright what there is. */
    private static boolean isStated(String sentence, String name) {
        return PASSIVE.matcher(sentence).find() || (!name.isEmpty() && startsWith(sentence, name));
    }

    private static boolean startsWith(String sentence, String name) {
        return ARTICLE.matcher(sentence)
                .replaceFirst("")
                .toLowerCase(Locale.ROOT)
                .startsWith(name);
    }

    private static double centrality(int i, List<Terms> terms) {
        double sum = 0;
        for (int j = 0; j < terms.size(); j++) {
            if (j != i) {
                sum += terms.get(i).cosine(terms.get(j));
            }
        }
        return terms.size() < 2 ? 0 : sum / (terms.size() - 1);
    }
}
