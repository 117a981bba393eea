package org.citestream.summary.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.text.Sentences;
import org.citestream.summary.text.Terms;
import org.citestream.summary.text.UntrustedText;

/**
 * Whether a generated summary may be published: its form is that of a summary, every number with its unit and every name in it
 * occurs in the title or the abstract, and each sentence resembles one of theirs.
 */
final class SummaryCheck {

    /** What is looked at, as the record of a summary that stands it all names it. */
    static final List<String> NAMES =
            List.of("length", "sentences", "markup", "links", "wording", "language", "numbers", "names", "likeness");

    private static final int FEWEST_WORDS = 8;
    private static final int MOST_WORDS = 80;
    private static final int LONGEST = 700;
    private static final int MOST_SENTENCES = 3;
    private static final double LEAST_LIKENESS = 0.12;

    private static final Pattern MARKUP = Pattern.compile(
            "[*_`#|~]{2}|^\\s*[-*#>•]|`|</?\\w+[^>]*>|\\[[^]]*]\\(|\\\\[a-zA-Z]+\\{|\\R", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("https?://|www\\.|\\S@\\S+\\.\\w", Pattern.CASE_INSENSITIVE);
    private static final Pattern TALK = Pattern.compile(
            "\\b(in )?this (paper|article|abstract)\\b|^\\W*(here (is|are)|sure|certainly|of course|summary\\s*:|i('m| am| cannot"
                    + "| can't| can not| will))\\b|\\bas an ai\\b|\\bi('ve| have| was| would| must| recommend)\\b|\\bi('m| am) (sorry|unable)\\b|\\bcannot (assist|help|comply"
                    + "|summari[sz]e)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[-+/.'’][\\p{L}\\p{N}]+)*+");
    private static final Pattern INNER_CAPITAL = Pattern.compile(".+\\p{Lu}.*|\\p{Lu}[\\p{L}]*\\d.*");
    private static final Pattern PART = Pattern.compile("[-+/.'’]");

    /** What is wrong with a summary, each in words that a model can act on; empty if nothing is. */
    List<String> problems(String summary, PaperText paper) {
        List<String> problems = new ArrayList<>();
        List<String> sentences = Sentences.of(summary);
        form(summary, sentences.size(), problems::add);
        if (!English.is(summary)) {
            problems.add("it is not in English");
        }
        String source = paper.title() + " . " + paper.trusted();
        Quantities.unknown(summary, source)
                .forEach(each -> problems.add("the number " + each + " is not in the title or the abstract"));
        names(sentences, source, problems::add);
        likeness(sentences, paper, problems::add);
        return problems;
    }

    private static void form(String summary, int sentences, Consumer<String> problem) {
        long words = WORD.matcher(summary).results().count();
        if (words < FEWEST_WORDS || words > MOST_WORDS || summary.length() > LONGEST) {
            problem.accept("it has " + words + " words instead of 30 to 45");
        }
        if (sentences > MOST_SENTENCES) {
            problem.accept("it has " + sentences + " sentences instead of two");
        }
        if (MARKUP.matcher(summary).find()) {
            problem.accept("it has markup or line breaks");
        }
        if (LINK.matcher(summary).find()) {
            problem.accept("it has a link");
        }
        if (TALK.matcher(summary).find() || UntrustedText.instructs(summary)) {
            problem.accept("it speaks of itself or of the paper instead of saying what the paper says");
        }
    }

    private static void names(List<String> sentences, String source, Consumer<String> problem) {
        List<String> names = new ArrayList<>();
        Set<String> known = words(source);
        for (String sentence : sentences) {
            List<String> words =
                    WORD.matcher(sentence).results().map(MatchResult::group).toList();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                boolean opens = i == 0 && (!sentence.equals(sentences.getFirst()) || Openers.include(word, known));
                boolean name =
                        INNER_CAPITAL.matcher(word).matches() || (!opens && Character.isUpperCase(word.charAt(0)));
                if (name && !occurs(word, source)) {
                    names.add(word);
                }
            }
        }
        names.stream()
                .filter(each -> !isKnown(each, known))
                .forEach(each -> problem.accept("the name " + each + " is not in the title or the abstract"));
    }

    /** Whether a text holds a word just like that, which spares most words a closer look. */
    private static boolean occurs(String word, String source) {
        for (int at = source.indexOf(word); at >= 0; at = source.indexOf(word, at + 1)) {
            int end = at + word.length();
            if ((at == 0 || !Character.isLetterOrDigit(source.codePointBefore(at)))
                    && (end == source.length() || !Character.isLetterOrDigit(source.codePointAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> words(String source) {
        Set<String> known = new HashSet<>();
        WORD.matcher(source).results().forEach(each -> {
            known.add(folded(each.group()));
            PART.splitAsStream(each.group()).map(SummaryCheck::folded).forEach(known::add);
        });
        return known;
    }

    private static boolean isKnown(String word, Set<String> known) {
        return known.contains(folded(word))
                || PART.splitAsStream(word)
                        .filter(part -> part.chars().anyMatch(Character::isUpperCase))
                        .allMatch(part -> known.contains(folded(part)));
    }

    private static String folded(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.length() > 2 && lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static void likeness(List<String> sentences, PaperText paper, Consumer<String> problem) {
        List<Terms> source = new ArrayList<>();
        source.add(Terms.of(paper.title()));
        Sentences.of(paper.trusted()).stream().map(Terms::of).forEach(source::add);
        for (String sentence : sentences) {
            Terms terms = Terms.of(sentence);
            if (source.stream().mapToDouble(terms::cosine).max().orElse(0) < LEAST_LIKENESS) {
                problem.accept("nothing in the title or the abstract says: " + sentence);
            }
        }
    }
}
