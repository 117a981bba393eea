package org.citestream.summary.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers of a text with what they count. The same may be written in more than one way ("4.5x", "4.5 times"; "2M", "2 million",
 * "2,000,000"), and one way may mean more than one thing ("64B", "4 to 32 ms"): then it is taken for any of them. What is counted by any
 * other word than a unit ("32 nodes") counts as a number alone.
 */
final class Quantities {

    private static final String TIMES = "x";
    private static final String PERCENT = "%";
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\d])\\d+(?:[.,]\\d+)*+");
    private static final Pattern WORD = Pattern.compile("[\\s\\u00a0-]?([%×]|[\\p{L}µ]+)");
    /** What is said of the second holds for the first as well, as in "4 to 32 ms". */
    private static final Pattern RANGE = Pattern.compile("\\s*(?:[-–—,/]|to|and|or|, and|, or)\\s*");
    /** "A factor of 4" is four times. */
    private static final Pattern FACTOR =
            Pattern.compile("\\b(?:factors?|speed-?ups?|multiples?) (?:of )?(?:(?:up to|about|over|at least) )?$");

    private static final int LOOKED_BACK = 40;
    private static final int LONGEST = 40;
    private static final Map<String, BigDecimal> MAGNITUDES = Map.of(
            "k", BigDecimal.valueOf(1_000),
            "thousand", BigDecimal.valueOf(1_000),
            "M", BigDecimal.valueOf(1_000_000),
            "million", BigDecimal.valueOf(1_000_000),
            "B", BigDecimal.valueOf(1_000_000_000),
            "billion", BigDecimal.valueOf(1_000_000_000),
            "trillion", BigDecimal.valueOf(1_000_000_000_000L));
    private static final Map<String, String> UNITS = new HashMap<>();
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("one", "1"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"),
            Map.entry("ten", "10"),
            Map.entry("twelve", "12"));
    private static final Pattern IN_WORDS =
            Pattern.compile("\\b(?:" + String.join("|", WORDS.keySet()) + ")\\b", Pattern.CASE_INSENSITIVE);

    static {
        for (String each : List.of(
                "% percent percentage",
                "x × times fold",
                "ns nanosecond nanoseconds",
                "us µs μs microsecond microseconds",
                "ms msec millisecond milliseconds",
                "s sec secs second seconds",
                "min mins minute minutes",
                "h hr hrs hour hours",
                "day days",
                "week weeks",
                "month months",
                "year years",
                "bit bits",
                "byte bytes",
                "kb kib kbps kilobyte kilobytes",
                "mb mib mbps megabyte megabytes",
                "gb gib gbps gigabyte gigabytes",
                "tb tib tbps terabyte terabytes",
                "pb pib petabyte petabytes",
                "hz hertz",
                "khz kilohertz",
                "mhz megahertz",
                "ghz gigahertz",
                "w watt watts",
                "kw kilowatt kilowatts",
                "j joule joules")) {
            String[] ways = each.split(" ", -1);
            for (String way : ways) {
                UNITS.put(way, ways[0]);
            }
        }
    }

    private Quantities() {}

    /** Those of a summary that a source does not have, as they are written. */
    static List<String> unknown(String summary, String source) {
        List<Quantity> numbers = of(summary);
        if (numbers.isEmpty()) {
            return List.of();
        }
        Set<String> known = new HashSet<>();
        of(source).forEach(each -> known.addAll(each.meanings));
        of(IN_WORDS.matcher(source)
                        .replaceAll(each -> WORDS.getOrDefault(each.group().toLowerCase(Locale.ROOT), "")))
                .forEach(each -> known.addAll(each.meanings));
        return numbers.stream()
                .filter(each -> each.meanings.stream().noneMatch(known::contains))
                .map(Quantity::written)
                .toList();
    }

    /** From the last to the first, since a range has its unit at its end. */
    private static List<Quantity> of(String text) {
        List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
        List<Quantity> found = new ArrayList<>(numbers.size());
        Quantity next = null;
        for (int i = numbers.size() - 1; i >= 0; i--) {
            MatchResult number = numbers.get(i);
            Quantity each = of(text, number);
            if (next != null
                    && each.alone
                    && RANGE.matcher(text.substring(
                                    number.end(), numbers.get(i + 1).start()))
                            .matches()) {
                each = each.like(next);
            }
            found.add(each);
            next = each;
        }
        return found;
    }

    private static Quantity of(String text, MatchResult number) {
        BigDecimal value = value(number.group());
        Matcher word = WORD.matcher(text).region(number.end(), text.length());
        if (!word.lookingAt()) {
            Set<Counted> counted = new HashSet<>(Set.of(new Counted(BigDecimal.ONE, "")));
            if (FACTOR.matcher(text.substring(Math.max(0, number.start() - LOOKED_BACK), number.start()))
                    .find()) {
                counted.add(new Counted(BigDecimal.ONE, TIMES));
            }
            return Quantity.of(number.group(), value, counted, true);
        }
        boolean apart = word.start(1) > number.end();
        String first = word.group(1);
        Set<Counted> counted = new HashSet<>();
        BigDecimal magnitude =
                MAGNITUDES.get(first.equals("K") ? "k" : first.length() > 1 ? first.toLowerCase(Locale.ROOT) : first);
        int end = word.end();
        if (magnitude != null) {
            Matcher unit = WORD.matcher(text).region(end, text.length());
            String counts = unit.lookingAt() ? unit(unit.group(1), text, unit.end()) : "";
            end = counts.isEmpty() ? end : unit.end();
            counted.add(new Counted(magnitude, counts));
            if (first.equals("B")) {
                counted.add(new Counted(BigDecimal.ONE, "byte"));
            }
            if (apart && first.length() == 1) {
                counted.add(new Counted(BigDecimal.ONE, ""));
            }
            return Quantity.of(text.substring(number.start(), end), value, counted, false);
        }
        String unit = unit(first, text, end);
        counted.add(new Counted(BigDecimal.ONE, unit));
        if (mayBeNoUnit(first, apart, value)) {
            counted.add(new Counted(BigDecimal.ONE, ""));
        }
        if (first.equals("points") || first.equals("point")) {
            counted.add(new Counted(BigDecimal.ONE, PERCENT));
        }
        if (unit.isEmpty()
                && FACTOR.matcher(text.substring(Math.max(0, number.start() - LOOKED_BACK), number.start()))
                        .find()) {
            counted.add(new Counted(BigDecimal.ONE, TIMES));
        }
        boolean alone = unit.isEmpty() && apart;
        return Quantity.of(
                unit.isEmpty() ? number.group() : text.substring(number.start(), end), value, counted, alone);
    }

    /** The 1990s are no seconds. */
    private static boolean mayBeNoUnit(String word, boolean apart, BigDecimal value) {
        return word.equals("s") && !apart && value.compareTo(BigDecimal.valueOf(1000)) >= 0;
    }

    private static String unit(String word, String text, int end) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("per") && text.startsWith(" cent", end)) {
            return PERCENT;
        }
        return UNITS.getOrDefault(lower, "");
    }

    private static BigDecimal value(String digits) {
        String all = digits.replace(",", "");
        String plain = all.substring(0, Math.min(all.length(), LONGEST));
        // More than one point is a version or a section, which is no number to reckon with.
        return plain.indexOf('.') == plain.lastIndexOf('.')
                ? new BigDecimal(plain)
                : new BigDecimal(plain.replace(".", ""));
    }

    /** By what a number is multiplied, and what it counts; nothing where that is no unit. */
    private record Counted(BigDecimal magnitude, String unit) {}

    /**
     * A number.
     *
     * @param written as the text has it
     * @param meanings what it may mean
     * @param alone whether no unit follows
     */
    private record Quantity(
            String written, BigDecimal value, Set<Counted> counted, Set<String> meanings, boolean alone) {

        static Quantity of(String written, BigDecimal value, Set<Counted> counted, boolean alone) {
            Set<String> meanings = new HashSet<>();
            for (Counted each : counted) {
                BigDecimal all = value.multiply(each.magnitude).stripTrailingZeros();
                meanings.add(all.toPlainString() + each.unit);
            }
            return new Quantity(written, value, counted, meanings, alone);
        }

        /** The same, or as much of what another counts. */
        Quantity like(Quantity other) {
            Set<Counted> both = new HashSet<>(counted);
            both.addAll(other.counted);
            other.counted.forEach(each -> both.add(new Counted(BigDecimal.ONE, each.unit)));
            return of(written, value, both, alone);
        }
    }
}
