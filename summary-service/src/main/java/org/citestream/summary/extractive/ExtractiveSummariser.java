package org.citestream.summary.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.text.Sentences;
import org.citestream.summary.text.Terms;
import org.citestream.summary.writing.Summariser;
import org.citestream.summary.writing.WrittenSummary;

/**
 * Two sentences of the abstract: the contribution, then the result.
 *
 * <p>The contribution is the sentence with the highest sum of centrality (mean cosine to the other sentences, over content
 * words; after LexRank, Erkan and Radev 2004), cosine to the title, a cue such as "we propose", and a start with the name that the
 * title gives its system; less a penalty for the first sentence, which is background more often than not, for the last, for one that
 * tells what came out, and for a start that points back. The result is, among the
 * sentences that follow from it, the one with a result's words, numbers, and a late place, less what it repeats of the
 * first. Cost: quadratic in the sentences, of which the first {@value #MOST_SENTENCES} are looked at.
 */
public final class ExtractiveSummariser implements Summariser {

    /** How this summariser names itself where others name a model. */
    public static final String MODEL = "citestream-extractive-1";

    private static final String VERSION = "extractive-1";
    private static final int MOST_SENTENCES = 60;
    private static final int FEWEST_LETTERS = 25;
    private static final int LONGEST_SENTENCE = 500;
    private static final double LEAST_RESULT = 0.55;

    private static final Pattern CONTRIBUTION = Pattern.compile(
            "\\b(we|this (paper|work|article|thesis|tutorial|demo\\w*)|(the|this paper's) authors?|paper|it|here)\\b"
                    + ".{0,40}?\\b(proposes?|presents?|introduces?|stud(y|ies)|develops?|describes?|design(s|ed)?|built|build"
                    + "|investigates?|address(es)?|show(s|n)?|explores?|devises?|formulates?|revisits?|argues?|provides?"
                    + "|demonstrates?|analy[sz]es?|suggests?|offers?|examines?|derives?|considers?|prove(s|d)?|give(s)?)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern STRONG_CONTRIBUTION = Pattern.compile(
            "\\b(propos(e|es|ed)|present(s|ed)?|introduc(e|es|ed|ing)|novel|new)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern RESULT = Pattern.compile(
            "\\b(experiment\\w*|evaluat\\w+|results?|outperform\\w*|improv\\w+|achiev\\w+|faster|speed-?ups?|throughput|reduc\\w+"
                    + "|accura\\w+|state-of-the-art|better|higher|lower|empirical\\w*|prov(e|es|ed)|orders? of magnitude"
                    + "|demonstrat\\w+|show(s|n|ed)?|benchmarks?|competitive|significant\\w*|reach\\w*)\\b",
            Pattern.CASE_INSENSITIVE);
    /** "X is proposed", "an overview is presented". */
    private static final Pattern PASSIVE = Pattern.compile(
            "^[^,;]{1,60}\\b(is|are|was|were) (\\w+ly )?(proposed|presented|introduced|described|developed|given)\\b",
            Pattern.CASE_INSENSITIVE);
    /** How a sentence begins that tells what came out. */
    private static final Pattern OUTCOME = Pattern.compile(
            "^((extensive|preliminary|initial|early|our|the|an?|in|on|across|with|experimental|empirical|end-to-end|"
                    + "performance|analytical) )*(experiments?|experience|evaluations?|evaluated|results?|tests?|measurements?"
                    + "|benchmarks?|comparisons?|compared|applied to|in use|analysis|simulations?|production|practice|prototype)\\b",
            Pattern.CASE_INSENSITIVE);
    /** "Pregel, the system presented here, computes". */
    private static final Pattern ASIDE = Pattern.compile(
            "^([^,;]{2,40}), (?:the|an?|our) (?:\\w+ )?\\w+ (?:we )?(?:propos|present|introduc|describ)(?:e|ed)(?: \\w+){0,3}, ");

    private static final Pattern THIS = Pattern.compile(
            "(?<=\\b(?:for|of|to|by|with|on|in|from|over|under) )(?:this|these|those)"
                    + "(?= [a-z]{3})(?! (?:paper|work|article|study|end|way|purpose|sense|regard|setting|context|basis|observation)\\b)");

    private static final Pattern SUCH =
            Pattern.compile("(?<=[a-z] )such (?!as\\b|an?\\b|that\\b|is\\b|are\\b)(?=[a-z-]{3,} [a-z])");
    private static final Pattern ARTICLE = Pattern.compile("^(the|a|an) ", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_NAME = 3;
    private static final Pattern NUMBER = Pattern.compile("\\d");
    private static final Pattern POINTS_BACK = Pattern.compile(
            "^(however|but|unfortunately|moreover|furthermore|in addition|additionally|also|this|these|those|that|it|its|they"
                    + "|their|such|thus|therefore|hence|while|although|because|despite|nevertheless|yet|for example|for instance"
                    + "|to (do so|this end)|as a result|then|finally|second(ly)?|third(ly)?)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern THIS_PAPER =
            Pattern.compile("^this (paper|work|article|thesis|tutorial|study|demo\\w*)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern LEAD = Pattern.compile(
            "^(?:(?:in|with|throughout) (?:this|our|the present) (?:short |vision |demo\\w* |research |survey )?"
                    + "(?:paper|work|article|thesis|tutorial|study|demo\\w*|report|survey)|to this end|to do so"
                    + "|to (?:address|solve|overcome|tackle) (?:this|these|the above)(?: \\w+){0,2}|here|motivated by this"
                    + "|moreover|furthermore|additionally|in addition|finally|in particular|specifically|in summary|overall"
                    + "|to \\w+ (?:this|these|that|those|it|such)(?: [\\w-]+){0,3}|in a first step|in consequence|as a consequence"
                    + "|building on (?:this|these|it)(?: \\w+){0,3}|based on (?:this|these)(?: \\w+){0,3}|in response|instead"
                    + "|therefore|thus|hence|however|as a result|to the best of our knowledge|also)\\s*,\\s*"
                    + "|^in this (?:paper|work|article|thesis|study) (?=we\\b|the authors\\b|I\\b)",
            Pattern.CASE_INSENSITIVE);

    @Override
    public String identity() {
        return MODEL;
    }

    @Override
    public WrittenSummary summarise(PaperText paper) {
        return write(paper);
    }

    /**
     * The summary of a paper with an abstract.
     *
     * @throws IllegalArgumentException if it has none
     */
    public WrittenSummary write(PaperText paper) {
        String source = paper.trusted().isEmpty() ? paper.abstractText() : paper.trusted();
        if (source == null) {
            throw new IllegalArgumentException("nothing to choose from: the paper has no abstract");
        }
        List<String> chosen = choose(paper.title(), source);
        return new WrittenSummary(String.join(" ", chosen), MODEL, Method.EXTRACTIVE, VERSION, null, null, List.of());
    }

    /** The contribution alone: the best single sentence. */
    public String contribution(PaperText paper) {
        return choose(paper.title(), paper.trusted()).getFirst();
    }

    private static List<String> choose(String title, String source) {
        List<String> all = Sentences.of(source);
        List<String> sentences = all.subList(0, Math.min(all.size(), MOST_SENTENCES));
        if (sentences.isEmpty()) {
            return List.of(clean(source));
        }
        List<Terms> terms = sentences.stream().map(Terms::of).toList();
        int first = contribution(sentences, terms, title);
        List<String> chosen = new ArrayList<>(2);
        chosen.add(standingAlone(clean(sentences.get(first))));
        result(sentences, terms, first).ifPresent(second -> chosen.add(clean(sentences.get(second))));
        return chosen;
    }

    private static int contribution(List<String> sentences, List<Terms> terms, String title) {
        Terms titleTerms = Terms.of(title);
        String name = name(title);
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < sentences.size(); i++) {
            double score = contributionScore(i, sentences, terms, titleTerms, name);
            if (score > highest) {
                highest = score;
                best = i;
            }
        }
        return best;
    }

    private static double contributionScore(
            int i, List<String> sentences, List<Terms> terms, Terms title, String name) {
        String sentence = sentences.get(i);
        double score = centrality(i, terms) + terms.get(i).cosine(title);
        if (CONTRIBUTION.matcher(sentence).find()) {
            score += 0.25;
        }
        if (STRONG_CONTRIBUTION.matcher(sentence).find()) {
            score += 0.1;
        }
        if (i == 0 && sentences.size() > 2) {
            score -= isStated(sentence, name) || sentences.stream().noneMatch(each -> isStated(each, name)) ? 0.1 : 0.4;
        }
        if (!name.isEmpty() && startsWith(sentence, name)) {
            score += 0.3;
        }
        if (i > 1 && i == sentences.size() - 1) {
            score -= 0.2;
        }
        if (PASSIVE.matcher(sentence).find()) {
            score += 0.2;
        }
        if (OUTCOME.matcher(sentence).find()) {
            score -= 0.3;
        }
        if (pointsBack(sentence)) {
            score -= 0.2;
        }
        if (sentence.length() < FEWEST_LETTERS) {
            score -= 0.5;
        }
        return score;
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

    private static OptionalInt result(List<String> sentences, List<Terms> terms, int first) {
        int best = -1;
        double highest = LEAST_RESULT;
        for (int i = first + 1; i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            double score = (double) i / sentences.size() - 0.8 * terms.get(i).cosine(terms.get(first));
            score += RESULT.matcher(sentence).results().limit(3).count() * 0.25;
            score += NUMBER.matcher(sentence).find() ? 0.25 : 0;
            score -= pointsBack(sentence) ? 0.25 : 0;
            score -= sentence.length() < FEWEST_LETTERS || sentence.length() > LONGEST_SENTENCE ? 0.5 : 0;
            if (score > highest) {
                highest = score;
                best = i;
            }
        }
        return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private static boolean pointsBack(String sentence) {
        return POINTS_BACK.matcher(sentence).find()
                && !THIS_PAPER.matcher(sentence).find();
    }

    private static String clean(String sentence) {
        String trimmed = ASIDE.matcher(LEAD.matcher(sentence).replaceFirst("")).replaceFirst("$1 ");
        String text = Optional.of(trimmed)
                .filter(each -> each.length() >= FEWEST_LETTERS)
                .orElse(sentence);
        String capital = text.substring(0, text.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
        String whole = capital + text.substring(text.offsetByCodePoints(0, 1));
        return whole.length() <= LONGEST_SENTENCE ? whole : cut(whole);
    }

    /** "built for this selection process", "lets such users": what came before is not there. */
    private static String standingAlone(String sentence) {
        return SUCH.matcher(THIS.matcher(sentence).replaceAll("the")).replaceAll("");
    }

    private static String cut(String sentence) {
        int space = sentence.lastIndexOf(' ', LONGEST_SENTENCE - 1);
        int end = space > 0 ? space : sentence.offsetByCodePoints(0, sentence.codePointCount(0, LONGEST_SENTENCE - 2));
        return sentence.substring(0, end) + "…";
    }
}
