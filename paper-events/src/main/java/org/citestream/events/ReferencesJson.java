package org.citestream.events;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the references of a paper as this product writes them, in a fraction of the time of the general way: they are read by the million, and all
 * that is in them but a moment is whole numbers. Where a byte is another than that form has, the record is for the general way, which takes any
 * JSON and says what is wrong with what is none.
 */
final class ReferencesJson {

    private static final byte[] ID = ascii("{\"id\":");
    private static final byte[] VERSION = ascii(",\"version\":");
    private static final byte[] CITED = ascii(",\"cited\":[");
    private static final byte[] SELF = ascii(",\"self\":[");
    private static final byte[] UNRESOLVED = ascii(",\"unresolved\":");
    private static final byte[] SELF_LOOPS = ascii(",\"dropped\":{\"selfLoops\":");
    private static final byte[] REPEATED = ascii(",\"repeated\":");
    private static final byte[] ACCEPTED_AT = ascii("},\"acceptedAt\":\"");
    private static final byte[] END = ascii("\"}");

    /** Longer numbers might not fit. */
    private static final int MOST_DIGITS_OF_INT = 9;

    private static final int MOST_DIGITS_OF_LONG = 18;

    private final byte[] json;
    private int at;
    private boolean foreign;

    private ReferencesJson(byte[] json) {
        this.json = json;
    }

    /** The record, or null where it is for the general way. */
    static @Nullable ReferencesEvent read(byte[] json) {
        return new ReferencesJson(json).read();
    }

    private @Nullable ReferencesEvent read() {
        int id = number(ID);
        long version = longNumber(VERSION);
        List<Integer> cited = numbers(CITED);
        List<Integer> self = numbers(SELF);
        int unresolved = number(UNRESOLVED);
        int selfLoops = number(SELF_LOOPS);
        int repeated = number(REPEATED);
        expect(ACCEPTED_AT);
        Instant acceptedAt = moment();
        expect(END);
        if (foreign || acceptedAt == null || at != json.length) {
            return null;
        }
        ReferencesEvent.Dropped dropped = selfLoops == 0 && repeated == 0
                ? ReferencesEvent.Dropped.NOTHING
                : new ReferencesEvent.Dropped(selfLoops, repeated);
        return new ReferencesEvent(id, version, cited, self, unresolved, dropped, acceptedAt);
    }

    private void expect(byte[] text) {
        if (foreign || json.length - at < text.length) {
            foreign = true;
            return;
        }
        for (int i = 0; i < text.length; i++) {
            if (json[at + i] != text[i]) {
                foreign = true;
                return;
            }
        }
        at += text.length;
    }

    private int number(byte[] after) {
        expect(after);
        return (int) digits(MOST_DIGITS_OF_INT);
    }

    private long longNumber(byte[] after) {
        expect(after);
        return digits(MOST_DIGITS_OF_LONG);
    }

    private List<Integer> numbers(byte[] after) {
        expect(after);
        if (!foreign && at < json.length && json[at] == ']') {
            at++;
            return List.of();
        }
        List<Integer> numbers = new ArrayList<>();
        while (!foreign) {
            numbers.add((int) digits(MOST_DIGITS_OF_INT));
            byte next = at < json.length ? json[at++] : 0;
            if (next == ']') {
                return numbers;
            }
            foreign |= next != ',';
        }
        return numbers;
    }

    /** A whole number that isn't negative, as JSON writes it: at least one digit, and no zero in front. */
    private long digits(int most) {
        int begin = at;
        long value = 0;
        while (at < json.length && json[at] >= '0' && json[at] <= '9' && at - begin < most) {
            value = 10 * value + json[at++] - '0';
        }
        boolean goesOn = at < json.length && json[at] >= '0' && json[at] <= '9';
        if (at == begin || goesOn || at - begin > 1 && json[begin] == '0') {
            foreign = true;
        }
        return value;
    }

    /** As {@link Instant#toString} writes the moments of our time; null where it is something else. */
    private @Nullable Instant moment() {
        int year = digits(4, '-');
        int month = digits(2, '-');
        int day = digits(2, 'T');
        int hour = digits(2, ':');
        int minute = digits(2, ':');
        int second = digits(2, '\0');
        int nanos = 0;
        if (!foreign && at < json.length && json[at] == '.') {
            at++;
            int scale = 1_000_000_000;
            while (at < json.length && json[at] >= '0' && json[at] <= '9' && scale > 1) {
                scale /= 10;
                nanos += (json[at++] - '0') * scale;
            }
            foreign |= scale == 1_000_000_000;
        }
        foreign |= at >= json.length || json[at++] != 'Z' || hour > 23 || minute > 59 || second > 59;
        if (foreign) {
            return null;
        }
        try {
            long days = LocalDate.of(year, month, day).toEpochDay();
            return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second, nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** That many digits and, unless it is 0, what comes behind them. */
    private int digits(int count, char behind) {
        int value = 0;
        if (json.length - at < count + 1) {
            foreign = true;
            return 0;
        }
        for (int i = 0; i < count; i++) {
            int digit = json[at++] - '0';
            foreign |= digit < 0 || digit > 9;
            value = 10 * value + digit;
        }
        if (behind != 0) {
            foreign |= json[at++] != behind;
        }
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
