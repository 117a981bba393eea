package org.citestream.summary.extractive;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words a sentence of an abstract so that it stands on its own: without what leads from the sentence before it, without "in this paper",
 * with the system as its subject where it only says that the system is presented, and without "this" and "these" for what is not there.
 * Says nothing that the sentence does not say.
 */
final class Wording {

    private static final Pattern LEAD = Pattern.compile(
            "^(?:(?:in|with|throughout) (?:this|our|the present) (?:short |vision |demo\\w* |research |survey )?"
                    + "(?:paper|work|article|thesis|tutorial|study|demo\\w*|report|survey)|to this end|to do so"
                    + "|to (?:address|solve|overcome|tackle) (?:this|these|the above)(?: \\w+){0,2}|here|motivated by this"
                    + "|moreover|furthermore|additionally|in addition|finally|in particular|specifically|in summary|overall"
                    + "|to \\w+ (?:this|these|that|those|it|such)(?: [\\w-]+){0,3}|in a first step|at the same time|in contrast|by contrast|in consequence|as a consequence"
                    + "|building on (?:this|these|it)(?: \\w+){0,3}|based on (?:this|these)(?: \\w+){0,3}|in response|instead"
                    + "|therefore|thus|hence|however|as a result|to the best of our knowledge|also)\\s*,\\s*"
                    + "|^in this (?:paper|work|article|thesis|study) (?=we\\b|the authors\\b|I\\b)",
            Pattern.CASE_INSENSITIVE);
    /** "Pregel, the system presented here, computes". */
    private static final Pattern ASIDE = Pattern.compile(
            "^([^,;]{2,40}), (?:the|an?|our) (?:\\w+ )?\\w+ (?:we )?(?:propos|present|introduc|describ)(?:e|ed)(?: \\w+){0,3}, ");
    /** "The authors present Galvatron, a system that chooses", unless the authors do something else as well. */
    private static final Pattern PRESENTED = Pattern.compile(
            "^(?:[Ww]e|[Tt]he authors|(?:[Tt]his|[Tt]he) (?:paper|work|article|study|report)) (?:present|introduce|propose|describe)s? "
                    + "((?:[A-Z][\\w+.-]*|[a-z]+[A-Z][\\w-]*)(?: [A-Z0-9][\\w-]*){0,2}(?: \\([^)]{2,15}\\))?), "
                    + "(?=(?:an?|the) (?:[\\w-]+ ){1,8}(?:that|which|where|whose|for|to|of|with|in which)\\b)"
                    + "(?!.*\\b(?:and|to) (?:then |also |further )?(?:we |show|evaluat|demonstrat|describ|discuss|report|prov|stud|present"
                    + "|propos|introduc|compar|apply|appl|analy|validat|test|address|overcom|solv|tackl))");
    /** "MEMO is proposed as a framework", "SEQUEL, introduced here as a language, lets". */
    private static final Pattern AS = Pattern.compile("^([^,;:]{2,60}?)(?: (is|are)|,) "
            + "(?:proposed|presented|introduced|described) (?:here )?as (?=an? |the )");
    /** "This paper presents". */
    private static final Pattern PAPER = Pattern.compile(
            "^(?:this|the|our|the present) (?:paper|work|article|study|thesis|report) ((?:also|first|then|further|therefore) )?"
                    + "(present|propose|introduce|describe|develop|investigate|explore|show|provide|consider|examine|analyze|analyse|argue"
                    + "|demonstrate|offer|suggest|report|survey|revisit|derive|extend|aim|address|discusse?|stud(?=ies))(?:s|es|ies)\\b",
            Pattern.CASE_INSENSITIVE);

    /** "We, in this paper, study", "is studied in this paper." */
    private static final Within WITHIN = new Within(
            "(?<=\\w), in this (?:paper|work|article),|(?<=\\w) in this (?:paper|work|article)(?=[.;]| an? )",
            " in this ");

    private static final String BEFORE = "(?<=\\b(?:for|of|to|by|with|on|in|from|over|under) )";
    /** "for this fine-tuning": a doing needs no article. */
    private static final Within THIS_DOING = new Within(
            BEFORE + "(?:this|these|those) (?=(?:[a-z]+ )?[a-z-]*ing\\b(?! [a-z]))", "this ", "these ", "those ");

    private static final Within THIS = new Within(
            BEFORE
                    + "(?:this|these|those)"
                    + "(?= [a-z]{3})(?! (?:paper|work|article|study|end|way|purpose|sense|regard|setting|context|basis|observation)\\b)",
            "this ",
            "these ",
            "those ");
    /** "When these techniques are used", but not "when these occur". */
    private static final Within THESE = new Within(
            "(?<=\\b(?:when|where|if|while|that|as) )(?:these|those)(?= [a-z-]+[a-rt-z]s\\b)", "these ", "those ");

    private static final Within SUCH =
            new Within("(?<=[a-z] )such (?!as\\b|an?\\b|that\\b|is\\b|are\\b)(?=[a-z-]{3,} [a-z])", " such ");

    /** "better than both extremes", of which there is nothing left but that it is better. */
    private static final Within THAN = new Within(
            " than (?:both|either|this|these|those|all these|the (?:two|latter|former|other two|others))(?: [a-z-]+){0,2}(?=[,.;])",
            " than ");
    /** "A description is given of". */
    private static final Pattern GIVEN =
            Pattern.compile("^An? ((?:[a-z-]+ )?[a-z-]+) (?:is|was) (?:given|presented|provided|offered) of (?=[\\w])");

    /** "SDPipe proposes a middle course: averaging is done among peers", where nobody knows any more between what. */
    private static final Pattern BETWEEN = Pattern.compile(
            "^((?!It|This|These|They|We|Our|The)[A-Z][\\w.+-]*(?: [A-Z][\\w-]*){0,2}) "
                    + "(?:proposes|presents|introduces|takes|offers|suggests|finds|strikes|is) (?:an? |the )(?:[a-z-]+ )?"
                    + "(?:middle (?:course|way|ground)|compromise|third way|way out|remedy|answer|solution|alternative): ");
    /** "and this work introduces". */
    private static final Within AND_PAPER = new Within(
            "(?<=, (?:and|but|while|so) )(?:this|the|our) (?:paper|work|article|study) "
                    + "(present|propose|introduce|describe|develop|show|provide|offer|report|suggest|investigate)s\\b",
            ", and ",
            ", but ",
            ", while ",
            ", so ");

    private static final Pattern FIRST_PERSON = Pattern.compile("\\b(?:we|our)\\b", Pattern.CASE_INSENSITIVE);

    private Wording() {}

    /**
     * A pattern of words that may stand anywhere. Most sentences have none of the words of which it needs one, and to look for these
     * takes a hundredth of what the pattern takes at each letter.
     */
    private record Within(Pattern pattern, List<String> signs) {

        Within(String regex, String... signs) {
            this(Pattern.compile(regex), List.of(signs));
        }

        String replace(String text, String replacement) {
            return signs.stream().anyMatch(text::contains)
                    ? pattern.matcher(text).replaceAll(replacement)
                    : text;
        }
    }

    /** As whom the authors speak. */
    static String subject(String abstractText) {
        return FIRST_PERSON.matcher(abstractText).find() ? "We" : "The authors";
    }

    /**
     * The sentence on its own.
     *
     * @param subject who does what the paper is said to do
     */
    static String standingAlone(String sentence, String subject) {
        String led = WITHIN.replace(LEAD.matcher(sentence).replaceFirst(""), "");
        String bare = ASIDE.matcher(led).replaceFirst("$1 ");
        String named = withoutPaper(bare, subject);
        String text = named.length() >= ExtractiveSummariser.FEWEST_LETTERS ? named : sentence;
        String alone = THIS.replace(THIS_DOING.replace(text, ""), "the");
        String bound = THESE.replace(alone, "the");
        String compared = THAN.replace(SUCH.replace(bound, ""), "");
        String ours = AND_PAPER.replace(compared, subject.equals("We") ? "we $1" : "the authors $1");
        return cut(capital(BETWEEN.matcher(ours).replaceFirst("In $1, ")));
    }

    private static String withoutPaper(String sentence, String subject) {
        Matcher presented = PRESENTED.matcher(sentence);
        if (presented.find()) {
            return presented.replaceFirst("$1 is ");
        }
        Matcher as = AS.matcher(sentence);
        if (as.find()) {
            return as.replaceFirst(as.group(2) == null ? "$1, " : "$1 $2 ");
        }
        Matcher given = GIVEN.matcher(sentence);
        if (given.find()) {
            String article = "aeiou".indexOf(given.group(1).charAt(0)) < 0 ? "a " : "an ";
            return subject + " give " + article + given.group(1) + " of " + sentence.substring(given.end());
        }
        Matcher paper = PAPER.matcher(sentence);
        if (!paper.find()) {
            return sentence;
        }
        String verb = paper.group(2).toLowerCase(Locale.ROOT);
        String plural = verb.equals("stud") ? "study" : verb.equals("discusse") ? "discuss" : verb;
        String also = paper.group(1) == null ? "" : paper.group(1);
        return subject + " " + also + plural + sentence.substring(paper.end());
    }

    private static String capital(String text) {
        int end = text.offsetByCodePoints(0, 1);
        return text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end);
    }

    private static String cut(String sentence) {
        int longest = ExtractiveSummariser.LONGEST_SENTENCE;
        if (sentence.length() <= longest) {
            return sentence;
        }
        int space = sentence.lastIndexOf(' ', longest - 1);
        int end = space > 0 ? space : sentence.offsetByCodePoints(0, sentence.codePointCount(0, longest - 2));
        return sentence.substring(0, end) + "…";
    }
}
