package org.citestream.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads BibTeX as BibTeX does, which counts braces whether they are escaped or not, and RIS line by line. */
final class Bibliography {

    private static final Pattern FIELD = Pattern.compile("\\s*,\\s*([a-z]+) = \\{");
    private static final Pattern COMMAND = Pattern.compile(
            "\\\\(textbackslash|textasciitilde|textasciicircum|textbraceleft|textbraceright)\\{\\}|\\\\(.)|[{}]");
    private static final Map<String, String> WORDS = Map.of(
            "textbackslash", "\\",
            "textasciitilde", "~",
            "textasciicircum", "^",
            "textbraceleft", "{",
            "textbraceright", "}");

    private Bibliography() {}

    /** The fields of the one entry that there is. */
    static Map<String, String> ofBibTex(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        int at = text.indexOf('{') + 1;
        at = text.indexOf(',', at);
        Matcher field = FIELD.matcher(text);
        while (field.find(at) && field.start() == at) {
            int end = close(text, field.end());
            fields.put(field.group(1), decoded(text.substring(field.end(), end)));
            at = end + 1;
        }
        if (!text.substring(at).strip().equals("}")) {
            throw new AssertionError("the entry does not end where it should: " + text.substring(at));
        }
        return fields;
    }

    /** How many entries there are, of which each ends where its braces say. */
    static int entries(String text) {
        int count = 0;
        int at = text.indexOf('@');
        while (at >= 0) {
            at = text.indexOf('@', close(text, text.indexOf('{', at) + 1));
            count++;
        }
        return count;
    }

    private static int close(String text, int from) {
        int depth = 1;
        int at = from;
        for (; depth > 0; at++) {
            depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
        }
        return at - 1;
    }

    private static String decoded(String value) {
        return COMMAND.matcher(value).replaceAll(found -> Matcher.quoteReplacement(meant(found)));
    }

    private static String meant(MatchResult found) {
        return found.group(1) != null ? WORDS.get(found.group(1)) : found.group(2) != null ? found.group(2) : "";
    }

    /** The values of the one record that there is, by tag. */
    static Map<String, List<String>> ofRis(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String line : text.strip().concat(" ").split("\r\n")) {
            values.computeIfAbsent(line.substring(0, 2), _ -> new ArrayList<>())
                    .add(line.substring(Math.min(6, line.length())).stripTrailing());
        }
        return values;
    }
}
