package org.citestream.ingest.feed;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Undoes what other collections do to text: markup, character references, control characters of a wrong encoding. */
public final class SourceText {

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int LONGEST_TAG = 2_000;
    private static final int LONGEST_REFERENCE = 12;
    private static final Pattern FORMULA_SOURCE =
            Pattern.compile("(?is)<(?:jats:)?tex-math\\b[^>]*>.*?</(?:jats:)?tex-math>");
    private static final Pattern HEADING =
            Pattern.compile("(?is)^\\s*<(jats:)?title>\\s*(abstract|summary)[.:]?\\s*</(jats:)?title>");
    private static final Map<String, String> NAMED = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "ndash", "–", "mdash", "—");

    private SourceText() {}

    /**
     * The text of a fragment of HTML, MathML or JATS: elements that make a block are parted by a space, others vanish, and character
     * references are resolved, also where they were written twice ({@code &amp;amp;}). An angle bracket that opens no tag stays.
     */
    public static @Nullable String plain(@Nullable String markup) {
        if (markup == null) {
            return null;
        }
        String text = markup.indexOf('<') < 0 ? markup : withoutTags(markup);
        if (text.indexOf('&') >= 0) {
            text = resolved(text);
            if (text.indexOf('&') >= 0) {
                text = resolved(text);
            }
        }
        return clean(text);
    }

    /** The text of an abstract in JATS, without its heading and without a second form of its formulas. */
    public static @Nullable String ofJats(@Nullable String jats) {
        if (jats == null) {
            return null;
        }
        String body = HEADING.matcher(jats).replaceFirst("");
        if (body.contains("mml:math")) {
            body = FORMULA_SOURCE.matcher(body).replaceAll(" ");
        }
        return plain(body);
    }

    /**
     * Control characters read as the Windows characters that they were before a wrong conversion, or as spaces; halves of
     * surrogate pairs and what is no character as the replacement character.
     */
    public static @Nullable String clean(@Nullable String text) {
        if (text == null || isClean(text)) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c >= 0x80 && c < 0xA0) {
                String windows = new String(new byte[] {(byte) c}, WINDOWS);
                cleaned.append(Character.isISOControl(windows.charAt(0)) ? " " : windows);
            } else if (Character.isISOControl(c)) {
                cleaned.append(' ');
            } else if ((c >= 0xD800 && c <= 0xDFFF) || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) {
                cleaned.append('\uFFFD');
            } else {
                cleaned.appendCodePoint(c);
            }
        }
        return cleaned.toString();
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || (c >= 0x7F && c < 0xA0) || Character.isSurrogate(c) || c >= 0xFDD0) {
                return false;
            }
        }
        return true;
    }

    private static String withoutTags(String markup) {
        StringBuilder text = new StringBuilder(markup.length());
        int i = 0;
        while (i < markup.length()) {
            char c = markup.charAt(i);
            int end = c == '<' ? endOfTag(markup, i) : -1;
            if (end < 0) {
                text.append(c);
                i++;
            } else {
                if (isBlock(markup.substring(i + 1, end))) {
                    text.append(' ');
                }
                i = end + 1;
            }
        }
        return text.toString();
    }

    /** Where the tag closes that opens here, or -1 where none does. */
    private static int endOfTag(String markup, int start) {
        if (start + 1 >= markup.length()) {
            return -1;
        }
        char first = markup.charAt(start + 1);
        if (!(first == '/' || first == '!' || first == '?' || Character.isLetter(first))) {
            return -1;
        }
        int most = Math.min(markup.length(), start + LONGEST_TAG);
        for (int i = start + 1; i < most; i++) {
            if (markup.charAt(i) == '>') {
                return i;
            }
            if (markup.charAt(i) == '<') {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isBlock(String tag) {
        String name = tag.startsWith("/") ? tag.substring(1) : tag;
        name = name.toLowerCase(Locale.ROOT);
        name = name.startsWith("jats:") ? name.substring("jats:".length()) : name;
        int end = 0;
        while (end < name.length() && Character.isLetterOrDigit(name.charAt(end))) {
            end++;
        }
        return switch (name.substring(0, end)) {
            case "p", "sec", "title", "br", "div", "li", "ul", "ol", "list", "label", "h1", "h2", "h3", "h4", "disp" ->
                true;
            default -> false;
        };
    }

    private static String resolved(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int end = c == '&' ? text.indexOf(';', i) : -1;
            String character = end > i && end - i <= LONGEST_REFERENCE ? character(text.substring(i + 1, end)) : null;
            if (character == null) {
                result.append(c);
            } else {
                result.append(character);
                i = end;
            }
        }
        return result.toString();
    }

    private static @Nullable String character(String reference) {
        if (!reference.startsWith("#")) {
            return NAMED.get(reference);
        }
        try {
            boolean hexadecimal = reference.length() > 1 && (reference.charAt(1) == 'x' || reference.charAt(1) == 'X');
            int c = hexadecimal
                    ? Integer.parseInt(reference.substring(2), 16)
                    : Integer.parseInt(reference.substring(1));
            return Character.isValidCodePoint(c) ? Character.toString(c) : null;
        } catch (NumberFormatException e) {
            return null; // it is text that looks like a reference
        }
    }
}
