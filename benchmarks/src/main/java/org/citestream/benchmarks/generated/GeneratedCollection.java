package org.citestream.benchmarks.generated;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Papers that were never written, whose years, references, citations and ages of what is cited are spread as in VLDB, SIGMOD, PODS and CIDR of 1970 to 2016 by DBLP: 9,510
 * records, 13,341 citations. A paper cites as many others as a paper there that cites any, times a factor that makes as many a paper as is wanted; the year of each is as far
 * back as there; and within its year a paper is as likely to be the one as one there is cited often, which most never are.
 */
public final class GeneratedCollection {

    private static final int FIRST_YEAR = 1970;

    /** Records of each year from the first on. */
    static final int[] RECORDS = {
        28, 23, 22, 0, 37, 101, 38, 97, 147, 74, 154, 83, 114, 154, 125, 117, 125, 143, 143, 139, 147, 142, 159, 184,
        178, 189, 165, 163, 203, 200, 209, 221, 229, 295, 305, 323, 277, 380, 347, 405, 394, 427, 403, 598, 550, 546, 7
    };

    /** How many of those that cite any cite 1, 2, 3 and so on. */
    static final int[] REFERENCES = {
        376, 350, 302, 273, 247, 202, 195, 134, 112, 85, 75, 51, 42, 22, 17, 13, 11, 5, 6, 3, 2, 2, 1, 1, 2, 1
    };

    private static final double REFERENCES_ON_AVERAGE = average();

    /** How many citations go 0, 1, 2 years back, and so on. */
    static final int[] AGES = {
        654, 2959, 2479, 1857, 1331, 990, 754, 548, 390, 327, 257, 184, 136, 111, 95, 75, 54, 38, 20, 23, 21, 8, 3, 2,
        3, 3
    };

    /** How many are cited 0, 1, 2 times, and so on; those beyond are rare, and drawn from a tail as heavy as there. */
    static final int[] CITED = {
        7277, 569, 358, 267, 165, 159, 115, 73, 65, 77, 51, 39, 40, 28, 24, 28, 23, 21, 10, 9, 9, 8, 14, 7, 5, 4, 3, 4,
        8, 2, 2
    };

    /** One in so many is cited more often than the last of these, up to {@value #MOST_CITED} times. */
    static final int OFTEN = 46;

    static final int MOST_CITED = 196;
    private static final int MOST_TRIES = 40;

    private final Random random;
    private final int[] yearBegins;
    private final double[][] weights;
    private final int papers;
    private final int citationsAPaper;
    private long citations;

    /**
     * @param citationsAPaper what a paper cites on average
     */
    public GeneratedCollection(int papers, int citationsAPaper, long seed) {
        this.papers = papers;
        this.citationsAPaper = citationsAPaper;
        this.random = new Random(seed);
        this.yearBegins = new int[RECORDS.length + 1];
        long all = Arrays.stream(RECORDS).sum();
        long before = 0;
        for (int year = 0; year < RECORDS.length; year++) {
            yearBegins[year] = (int) (papers * before / all);
            before += RECORDS[year];
        }
        yearBegins[RECORDS.length] = papers;
        this.weights = new double[RECORDS.length][];
        for (int year = 0; year < RECORDS.length; year++) {
            double[] cumulated = new double[yearBegins[year + 1] - yearBegins[year]];
            double sum = 0;
            for (int i = 0; i < cumulated.length; i++) {
                sum += attraction();
                cumulated[i] = sum;
            }
            weights[year] = cumulated;
        }
    }

    public int papers() {
        return papers;
    }

    /** Citations that were written. */
    public long citations() {
        return citations;
    }

    /** Writes it as lines of submissions, compressed. */
    public void write(Path file, Texts texts) throws IOException {
        citations = 0;
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            for (int year = 0; year < RECORDS.length; year++) {
                for (int paper = yearBegins[year]; paper < yearBegins[year + 1]; paper++) {
                    int[] cited = cited(paper, year);
                    citations += cited.length;
                    out.write(texts.line(paper, FIRST_YEAR + year, cited));
                    out.write('\n');
                }
            }
        }
    }

    /** Says of a paper all but whom it cites. */
    public interface Texts {

        /** A submission in a line. */
        String line(int paper, int year, int[] cited);
    }

    private int[] cited(int paper, int year) {
        int count = (int) Math.round(
                (1 + drawn(REFERENCES)) * citationsAPaper / REFERENCES_ON_AVERAGE + random.nextDouble() - 0.5);
        int[] cited = new int[count];
        int found = 0;
        for (int tries = 0; found < count && tries < MOST_TRIES * count; tries++) {
            int of = year - drawn(AGES);
            int other = of < 0 ? -1 : drawnOf(of);
            if (other >= 0 && other != paper && !contains(cited, found, other)) {
                cited[found++] = other;
            }
        }
        return Arrays.copyOf(cited, found);
    }

    private static boolean contains(int[] cited, int found, int other) {
        for (int i = 0; i < found; i++) {
            if (cited[i] == other) {
                return true;
            }
        }
        return false;
    }

    /** A paper of a year by its attraction, -1 where none of it attracts. */
    private int drawnOf(int year) {
        double[] cumulated = weights[year];
        double sum = cumulated.length == 0 ? 0 : cumulated[cumulated.length - 1];
        if (sum == 0) {
            return -1;
        }
        int place = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
        // The first whose sum lies beyond what was drawn.
        return yearBegins[year] + Math.min(place < 0 ? -place - 1 : place + 1, cumulated.length - 1);
    }

    private double attraction() {
        if (random.nextInt(Arrays.stream(CITED).sum()) < OFTEN) {
            // Pareto, with an exponent near that of the real tail
            return Math.min(MOST_CITED, CITED.length / Math.pow(1 - random.nextDouble(), 0.5));
        }
        return drawn(CITED);
    }

    private int drawn(int[] frequencies) {
        int at = random.nextInt(Arrays.stream(frequencies).sum());
        int value = 0;
        while (at >= frequencies[value]) {
            at -= frequencies[value++];
        }
        return value;
    }

    private static double average() {
        long sum = 0;
        for (int i = 0; i < REFERENCES.length; i++) {
            sum += (i + 1L) * REFERENCES[i];
        }
        return (double) sum / Arrays.stream(REFERENCES).sum();
    }
}
