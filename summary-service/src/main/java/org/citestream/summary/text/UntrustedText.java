package org.citestream.summary.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An abstract comes from whoever wrote the feed. Sentences in it that give orders to a language model are left out before
 * anything is made of it; a paper about such attacks loses a sentence of its summary's material, no more.
 */
public final class UntrustedText {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][a-zA-Z0-9:_-]*(\\s[^<>]{0,200})?/?>");
    private static final String ORDER = "(ignore|disregard|forget|override|bypass|discard|skip)";
    private static final List<String> ORDERS =
            List.of("ignore", "disregard", "forget", "override", "bypass", "discard", "skip");
    private static final List<Rule> RULES = List.of(
            rule(ORDERS, "\\b" + ORDER + "\\b.{0,40}\\b(instructions?|prompts?)\\b"),
            rule(
                    ORDERS,
                    "\\b" + ORDER
                            + "\\b.{0,40}\\b(all|any|previous|prior|above|preceding|earlier|your|these|following)\\b.{0,30}"
                            + "\\b(rules?|guidelines?|directions?|context|abstract|text)\\b"),
            rule(
                    ORDERS,
                    "\\b" + ORDER
                            + "\\b.{0,20}\\b(rules?|guidelines?|directions?|abstract|text) (above|below|before|so far|given)\\b"),
            rule(
                    ORDERS,
                    "^\\W*(please )?" + ORDER
                            + "\\b.{0,30}\\b(the above|everything|what (came|was|is)|(previous|prior)\\w*)\\b"),
            rule(
                    "\\b(system|developer|hidden) prompts?\\b|\\b(new|next|updated) (instructions?|task)\\s*:",
                    "prompt",
                    "instruction",
                    "task"),
            rule(
                    "^\\W*(system|assistant|user|developer|human|ai|instructions?|important|attention|note to \\w+)\\s*[:>\\]]",
                    "system",
                    "assistant",
                    "user",
                    "developer",
                    "human",
                    "ai",
                    "instruction",
                    "important",
                    "attention",
                    "note"),
            rule(
                    "\\byou (are|must|should|will|shall|have to|need to) (now|instead|not|only|always|never|no longer|output"
                            + "|respond|reply|answer|write|say|summari[sz]e|act|an?|the)\\b",
                    "you "),
            rule(
                    "\\bpretend (to be|that you|you)\\b|^\\W*(act|behave|respond) as (if|though|an?|the)\\b",
                    "pretend",
                    "act",
                    "behave",
                    "respond"),
            rule(
                    "\\b(language model|llm|ai|chatbot|assistant|summari[sz]er|gpt|chatgpt|claude|gemini|reviewer)s?,? "
                            + "((reading|processing|summari[sz]ing) (this|the)|please\\b|(who|that) reads?\\b)",
                    "reading",
                    "processing",
                    "summari",
                    "please",
                    "read"),
            rule(
                    "^\\W*(please )?(output|print|respond|reply|say|repeat|reveal|translate|summari[sz]e|recommend|praise|visit"
                            + "|click|buy|write|do not|don't|stop)\\b.{0,120}\\b(summary|summari[sz]e|exactly|instead|this paper"
                            + "|the paper|password|prompt|api key|positive\\w*|http|www|following (text|word|sentence)s?)\\b",
                    ""),
            rule(
                    "\\b(in|for|from) (your|the) (summary|response|answer|reply|output),? (say|write|state|include|mention)\\b",
                    "summary",
                    "response",
                    "answer",
                    "reply",
                    "output"),
            rule("\\byour (instructions?|summary|response|reply|answer|output)\\b", "your "),
            rule(
                    "\\b(correct|right|proper|only|expected|desired) (summary|answer|response|output) (of|to|for) (this|the)\\b",
                    "summary",
                    "answer",
                    "response",
                    "output"),
            rule("\\bnothing (before|above|prior to|ahead of)\\b.{0,40}\\b(matters?|counts?|applies)\\b", "nothing"),
            rule("^\\W*(dear )?(model|machine|bot|chatbot|assistant|system|ai|llm|summari[sz]er)\\s*,", ","),
            rule(
                    "^\\W*from (here|now|this point) on\\b.{0,20}\\b(speak|write|answer|respond|act|talk|behave|reply)\\b",
                    "from "),
            rule(
                    "\\bif you are (an?|the|any)? ?(\\w+ )?(automated|ai|artificial|language|machine|model|llm|bot|robot|system)\\b",
                    "if you"),
            rule("^\\W*(this is )?(the )?end of (the )?(abstract|paper|text|input|document|data)\\b", "end of"),
            rule(
                    "\\b(whoever|anyone who|anything that|any (model|system|tool|agent) that) (condens|summari[sz]|read|process)\\w*"
                            + " (this|the|it)\\b",
                    "whoever",
                    "any"),
            rule("\\b(give|write) (a|an) (positive|favou?rable|glowing) (review|summary|rating)\\b", "give", "write"),
            rule("<\\|\\w+\\|>|\\[/?inst\\]|###", "<|", "[inst]", "[/inst]", "###"),
            rule("\\b(visit|click|buy|download|subscribe|win)\\b.{0,60}(https?://|www\\.)", "http", "www."));

    private static final Pattern MARKER = Pattern.compile(
            "(?=<\\|\\w|\\[/?inst\\]|(?<!#)###)|(?<=<\\|im_end\\|>)|(?<=\\[/inst\\])", Pattern.CASE_INSENSITIVE);

    private UntrustedText() {}

    /** Composed characters, single spaces, no markup, nothing invisible. */
    static String normalise(String text) {
        if (isPlain(text)) {
            return text;
        }
        String visible = withoutInvisible(Normalizer.normalize(text, Normalizer.Form.NFC));
        String bare = visible.indexOf('<') < 0 ? visible : TAG.matcher(visible).replaceAll(" ");
        return SPACE.matcher(bare).replaceAll(" ").strip();
    }

    /** Whether nothing is to be done to it: ASCII that is seen, no markup, single spaces within. Most texts are, and each is looked at often. */
    private static boolean isPlain(String text) {
        boolean blank = true;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean space = each == ' ';
            if (each < ' ' || each > '~' || each == '<' || (space && blank)) {
                return false;
            }
            blank = space;
        }
        return text.isEmpty() || !blank;
    }

    private static String withoutInvisible(String text) {
        if (text.codePoints().noneMatch(UntrustedText::isInvisible)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(each -> !isInvisible(each)).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static boolean isInvisible(int each) {
        return switch (Character.getType(each)) {
            case Character.CONTROL -> each != '\n' && each != '\t' && each != '\r';
            case Character.FORMAT, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    /** The text without the sentences that give orders. */
    public static String withoutInstructions(String text) {
        // A marker ends the sentence before it, which else would go with what follows.
        String parted = mayHoldMarker(text) ? MARKER.matcher(text).replaceAll("\u2029") : text;
        return Sentences.of(parted).stream().filter(each -> !instructs(each)).collect(Collectors.joining(" "));
    }

    private static boolean mayHoldMarker(String text) {
        return text.indexOf('[') >= 0 || text.contains("<|") || text.contains("###");
    }

    /** Whether a sentence gives orders to whoever, or whatever, reads it. */
    public static boolean instructs(String sentence) {
        String folded = Normalizer.normalize(sentence, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        for (Rule each : RULES) {
            if (each.matches(folded)) {
                return true;
            }
        }
        return false;
    }

    private static Rule rule(String pattern, String... signs) {
        return rule(List.of(signs), pattern);
    }

    private static Rule rule(List<String> signs, String pattern) {
        return new Rule(signs, Pattern.compile(pattern));
    }

    /**
     * How a sentence looks that gives orders, in lower case.
     *
     * @param signs of which it holds at least one; looked for first, since most sentences hold none
     * @param pattern that it matches somewhere
     */
    private record Rule(List<String> signs, Pattern pattern) {

        boolean matches(String sentence) {
            return holdsSign(sentence) && pattern.matcher(sentence).find();
        }

        private boolean holdsSign(String sentence) {
            for (String sign : signs) {
                if (sentence.contains(sign)) {
                    return true;
                }
            }
            return false;
        }
    }
}
