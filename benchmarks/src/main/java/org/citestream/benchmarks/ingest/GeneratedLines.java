package org.citestream.benchmarks.ingest;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Submissions of about the length that papers with abstract and references have, as NDJSON of any length that is never held: the same few thousand
 * lines again and again, each time under other keys.
 */
final class GeneratedLines {

    private static final int DIFFERENT = 4_000;
    private static final int DIGITS = 9;
    private static final int ABSTRACT_WORDS = 90;
    private static final int REFERENCES = 10;
    private static final int VOCABULARY = 5_000;
    private static final String KEY = "p";

    private final byte[][] lines = new byte[DIFFERENT][];
    private final int[] keyAt = new int[DIFFERENT];
    private final int[] doiAt = new int[DIFFERENT];

    GeneratedLines() {
        Random random = new Random(5);
        for (int i = 0; i < DIFFERENT; i++) {
            String line = line(random, i);
            lines[i] = line.getBytes(StandardCharsets.US_ASCII);
            keyAt[i] = line.indexOf("\"key\":\"p") + "\"key\":\"p".length();
            doiAt[i] = line.indexOf("\"doi\":\"10.5555/") + "\"doi\":\"10.5555/".length();
        }
    }

    /** The mean length of a line, its line feed included. */
    double meanLength() {
        return Arrays.stream(lines).mapToInt(line -> line.length).average().orElseThrow();
    }

    /** The record key that a line's submission has. */
    static String recordKey(long number) {
        return "bench:" + KEY + String.format(java.util.Locale.ROOT, "%0" + DIGITS + "d", number);
    }

    /** A line with its line feed; a copy. */
    byte[] line(long number) {
        int which = (int) (number % DIFFERENT);
        byte[] line = lines[which].clone();
        write(number, line, keyAt[which]);
        write(number, line, doiAt[which]);
        return line;
    }

    /** The lines from one number up to, and without, another. */
    InputStream stream(long from, long to) {
        return new InputStream() {
            private long next = from;
            private byte[] line = {};
            private int position;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                int given = 0;
                while (given < length) {
                    if (position == line.length) {
                        if (next == to) {
                            break;
                        }
                        line = line(next++);
                        position = 0;
                    }
                    int some = Math.min(length - given, line.length - position);
                    System.arraycopy(line, position, bytes, offset + given, some);
                    position += some;
                    given += some;
                }
                return given == 0 && length > 0 ? -1 : given;
            }
        };
    }

    private static void write(long number, byte[] line, int at) {
        long rest = number;
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            line[at + digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static String line(Random random, int number) {
        StringBuilder line = new StringBuilder("{\"source\":\"bench\",\"key\":\"")
                .append(KEY)
                .append("0".repeat(DIGITS))
                .append("\",\"title\":\"On the ")
                .append(number)
                .append(
                        "th Way of Joining Streams\",\"authors\":[{\"name\":\"Ann Lee\"},\"Bo Kim\"],\"venue\":\"VLDB\",\"year\":")
                .append(1980 + number % 40)
                .append(",\"doi\":\"10.5555/")
                .append("0".repeat(DIGITS))
                .append("\",\"abstract\":\"");
        for (int word = 0; word < ABSTRACT_WORDS; word++) {
            line.append("word").append(random.nextInt(VOCABULARY)).append(' ');
        }
        line.append("ends.\",\"references\":[");
        for (int cited = 0; cited < REFERENCES; cited++) {
            line.append(cited == 0 ? "\"" : ",\"")
                    .append(recordKey(random.nextInt(DIFFERENT)))
                    .append('"');
        }
        return line.append("]}\n").toString();
    }
}
