package org.citestream.ingest.submission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Text from outside, normalised: Unicode NFC, every run of white space (line breaks and tabs included) one space, none at the
 * ends. What is no text is refused rather than dropped, since a source that sends it is broken in ways that we cannot
 * guess: control characters (NUL among them), halves of surrogate pairs, and code points that are no characters. Lengths are
 * counted in UTF-16 code units.
 */
final class Text {

    private static final int FIRST_COMBINING = 0x300;
    private static final int LONGEST_QUOTED = 60;
    private static final int FIRST_VISIBLE = '!';
    private static final int LAST_ASCII = '~';

    private static final int LONG = 64;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = ~HIGH_BITS;
    private static final long SPACES = ' ' * ONES;

    private Text() {}

    /**
     * Normalises, in one pass that stops where the limit is passed.
     *
     * @param limit longest result
     * @return the text, empty where there is nothing to see in it
     */
    static String normalise(String raw, int limit) throws RefusedValueException {
        if (raw.length() <= limit && (isPlainAscii(raw) || isPlain(raw))) {
            return raw;
        }
        StringBuilder text = new StringBuilder(Math.min(raw.length(), limit));
        boolean visible = false;
        boolean space = false;
        for (int i = 0; i < raw.length(); ) {
            int c = raw.codePointAt(i);
            i += Character.charCount(c);
            if (isSpace(c)) {
                space = true;
                continue;
            }
            checkCharacter(c);
            if (space && !text.isEmpty()) {
                text.append(' ');
            }
            space = false;
            text.appendCodePoint(c);
            visible |= Character.getType(c) != Character.FORMAT;
            if (text.length() > limit) {
                throw tooLong(limit);
            }
        }
        if (!visible) {
            return "";
        }
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (composed.length() > limit) {
            throw tooLong(limit);
        }
        return composed;
    }

    /** Whether every character can be printed: no control characters, no halves of surrogate pairs. */
    static boolean isPrintable(String text, boolean spaces) {
        if (isVisibleAscii(text)) {
            return true;
        }
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int type = Character.getType(c);
            boolean space = c == ' ' || Character.isSpaceChar(c) || isSpace(c);
            if (isNoCharacter(c)
                    || type == Character.CONTROL
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || (space && !spaces)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is ASCII that can be seen, of which there is nothing to check and nothing to normalise. */
    static boolean isVisibleAscii(String text) {
        // Without branches: what is out of range makes the sum of bits negative.
        int signs = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            signs |= (c - FIRST_VISIBLE) | (LAST_ASCII - c);
        }
        return signs >= 0;
    }

    /** The beginning of a text, in quotation marks and fit for a message. */
    static String quoted(String text) {
        StringBuilder shown = new StringBuilder("“");
        for (int i = 0; i < text.length() && i < LONGEST_QUOTED; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            shown.appendCodePoint(isNoCharacter(c) || Character.getType(c) == Character.CONTROL ? 0xFFFD : c);
        }
        return shown.append(text.length() > LONGEST_QUOTED ? "…”" : "”").toString();
    }

    static RefusedValueException tooLong(int limit) {
        return new RefusedValueException(
                String.format(Locale.ROOT, "is too long: at most %,d characters are allowed", limit));
    }

    /** Printable ASCII with single spaces inside, told without branches. */
    private static boolean isPlainAscii(String raw) {
        if (raw.length() >= LONG) {
            return isLongPlainAscii(raw);
        }
        int signs = 0;
        int before = ' ';
        for (int i = 0; i < raw.length(); i++) {
            int c = raw.charAt(i);
            // The last term is negative where this and the one before are both spaces.
            signs |= (c - ' ') | (LAST_ASCII - c) | (((c ^ ' ') | (before ^ ' ')) - 1);
            before = c;
        }
        return signs >= 0 && (before != ' ' || raw.isEmpty());
    }

    /** The same for an abstract, which is worth a copy: eight characters at a time. */
    private static boolean isLongPlainAscii(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        int last = bytes.length - 1;
        long found = bytes[0] == ' ' || bytes[last] == ' ' ? HIGH_BITS : 0;
        int i = 0;
        for (; i + Long.BYTES < bytes.length; i += Long.BYTES) {
            long eight = (long) EIGHT_BYTES.get(bytes, i);
            long next = (long) EIGHT_BYTES.get(bytes, i + 1);
            // In bytes below 0x80 no sum and no difference of these carries into another.
            long low = ((eight | HIGH_BITS) - SPACES) ^ HIGH_BITS;
            long delete = (eight & LOW_BITS) + ONES;
            long spaces = ((eight ^ SPACES) | (next ^ SPACES)) & LOW_BITS;
            long twoSpaces = (HIGH_BITS - spaces) & ~(eight | next);
            found |= (eight | low | delete | twoSpaces) & HIGH_BITS;
        }
        for (; found == 0 && i <= last; i++) {
            byte b = bytes[i];
            if (b < ' ' || b > LAST_ASCII || (b == ' ' && bytes[i + 1] == ' ')) {
                return false;
            }
        }
        return found == 0;
    }

    /** Printable, in NFC whatever follows, with single spaces inside: most text is, and needs no copy. */
    private static boolean isPlain(String raw) {
        char before = ' ';
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < ' '
                    || c >= FIRST_COMBINING
                    || (c >= 0x7f && c <= 0xa0)
                    || c == 0xad
                    || (c == ' ' && before == ' ')) {
                return false;
            }
            before = c;
        }
        return before != ' ' || raw.isEmpty();
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
    }

    private static boolean isNoCharacter(int c) {
        return (c >= 0xD800 && c <= 0xDFFF) || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    }

    private static void checkCharacter(int c) throws RefusedValueException {
        if (c >= 0xD800 && c <= 0xDFFF) {
            throw new RefusedValueException(
                    String.format(Locale.ROOT, "holds half of a surrogate pair, U+%04X, which is no character", c));
        }
        if (Character.getType(c) == Character.CONTROL) {
            throw new RefusedValueException(String.format(
                    Locale.ROOT,
                    "holds the control character U+%04X; of these only line breaks and tabs are allowed",
                    c));
        }
        if (isNoCharacter(c)) {
            throw new RefusedValueException(String.format(Locale.ROOT, "holds U+%04X, which is no character", c));
        }
    }
}
