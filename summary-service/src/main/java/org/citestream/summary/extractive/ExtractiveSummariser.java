package org.citestream.summary.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.text.Sentences;
import org.citestream.summary.text.Terms;
import org.citestream.summary.work.WrittenSummary;
import org.citestream.summary.writing.Summariser;

/**
 * Two sentences of the abstract: the contribution, then the result.
 *
 * <p>The contribution is chosen by {@link Contribution}. The result is, among the sentences that follow from it, the one with a
 * result's words, numbers, and a late place, less what it repeats of the first and less a penalty where it refers to what is not there. Cost: quadratic in the sentences, of which the first {@value #MOST_SENTENCES} are looked at.
 */
public final class ExtractiveSummariser implements Summariser {

    /** How this summariser names itself where others name a model. */
    public static final String MODEL = "citestream-extractive-3";

    private static final String VERSION = "extractive-3";
    private static final int MOST_SENTENCES = 60;
    static final int FEWEST_LETTERS = 25;
    static final int LONGEST_SENTENCE = 500;
    private static final int LONGEST_LOOKED_AT = 2 * LONGEST_SENTENCE;
    private static final double LEAST_RESULT = 0.55;

    private static final Pattern RESULT = Pattern.compile(
            "\\b(experiment\\w*|evaluat\\w+|results?|outperform\\w*|improv\\w+|achiev\\w+|faster|speed-?ups?|throughput|reduc\\w+"
                    + "|accura\\w+|state-of-the-art|better|higher|lower|empirical\\w*|prov(e|es|ed)|orders? of magnitude"
                    + "|demonstrat\\w+|show(s|n|ed)?|benchmarks?|competitive|significant\\w*|reach\\w*)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\d");

    @Override
    public String identity() {
        return MODEL;
    }

    @Override
    public boolean writes(String model, String promptVersion) {
        return model.equals(MODEL) && promptVersion.equals(VERSION);
    }

    @Override
    public boolean asksModel() {
        return false;
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
        return new WrittenSummary(
                String.join(" ", chosen), MODEL, Method.EXTRACTIVE, VERSION, null, null, List.of(), null);
    }

    /** The contribution alone: the best single sentence. */
    public String contribution(PaperText paper) {
        return choose(paper.title(), paper.trusted()).getFirst();
    }

    /** The same sentence as the abstract has it, not worded to stand alone. */
    public String contributionAsWritten(PaperText paper) {
        List<String> sentences = sentences(paper.trusted());
        List<double[]> signs =
                Contribution.signs(sentences, sentences.stream().map(Terms::of).toList(), paper.title());
        return sentences.isEmpty() ? paper.trusted() : sentences.get(Contribution.best(signs, Contribution.WEIGHTS));
    }

    /** Each sentence as the summary would have it, with what speaks for it; empty where there is no sentence. */
    public List<Candidate> candidates(PaperText paper) {
        List<String> sentences = sentences(paper.trusted());
        List<double[]> signs =
                Contribution.signs(sentences, sentences.stream().map(Terms::of).toList(), paper.title());
        String subject = Wording.subject(paper.trusted());
        return IntStream.range(0, sentences.size())
                .mapToObj(i -> new Candidate(Wording.standingAlone(sentences.get(i), subject), signs.get(i)))
                .toList();
    }

    /**
     * A sentence that may be the contribution.
     *
     * @param text as the summary would have it
     * @param signs how much of each {@link Contribution.Sign} it has, in their order
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Candidate(String text, double[] signs) {}

    /** The first ones, none much longer than a sentence may be: what looks for words in them need not hold for texts of any length. */
    private static List<String> sentences(String source) {
        return Sentences.of(source).stream()
                .limit(MOST_SENTENCES)
                .map(ExtractiveSummariser::capped)
                .toList();
    }

    private static String capped(String sentence) {
        return sentence.length() <= LONGEST_LOOKED_AT
                ? sentence
                : sentence.substring(
                        0,
                        Character.isHighSurrogate(sentence.charAt(LONGEST_LOOKED_AT - 1))
                                ? LONGEST_LOOKED_AT - 1
                                : LONGEST_LOOKED_AT);
    }

    private static List<String> choose(String title, String source) {
        List<String> sentences = sentences(source);
        if (sentences.isEmpty()) {
            return List.of(Wording.standingAlone(capped(source), Wording.subject(source)));
        }
        List<Terms> terms = sentences.stream().map(Terms::of).toList();
        int first = Contribution.best(Contribution.signs(sentences, terms, title), Contribution.WEIGHTS);
        List<String> chosen = new ArrayList<>(2);
        String subject = Wording.subject(source);
        chosen.add(Wording.standingAlone(sentences.get(first), subject));
        result(sentences, terms, first, subject)
                .ifPresent(second -> chosen.add(Wording.standingAlone(sentences.get(second), subject)));
        return chosen;
    }

    private static OptionalInt result(List<String> sentences, List<Terms> terms, int first, String subject) {
        int best = -1;
        double highest = LEAST_RESULT;
        for (int i = first + 1; i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            double score = (double) i / sentences.size() - 0.8 * terms.get(i).cosine(terms.get(first));
            score += RESULT.matcher(sentence).results().limit(3).count() * 0.25;
            score += NUMBER.matcher(sentence).find() ? 0.25 : 0;
            score -= Contribution.pointsBack(sentence) ? 0.25 : 0;
            score -= BackReference.in(Wording.standingAlone(sentence, subject)) ? 0.25 : 0;
            score -= sentence.length() < FEWEST_LETTERS || sentence.length() > LONGEST_SENTENCE ? 0.5 : 0;
            if (score > highest) {
                highest = score;
                best = i;
            }
        }
        return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }
}
