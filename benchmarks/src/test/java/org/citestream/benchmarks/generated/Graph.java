package org.citestream.benchmarks.generated;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Papers that cite each other, and how that is spread.
 *
 * @param years of each paper, from the first year on, which is 0
 * @param cited whom each cites
 */
record Graph(int[] years, int[][] cited) {

    private static final int FIRST_YEAR = 1970;
    private static final Pattern KEY = Pattern.compile("^<[a-z]+ key=\"([^\"]+)\"");
    private static final Pattern YEAR = Pattern.compile("^<year>(\\d+)</year>");

    /** As it is written. */
    static Graph generated(int papers, int citationsAPaper, Path file) throws IOException {
        int[] years = new int[papers];
        int[][] cited = new int[papers][];
        new GeneratedCollection(papers, citationsAPaper, 1).write(file, (paper, year, others) -> {
            years[paper] = year - FIRST_YEAR;
            cited[paper] = others;
            return "";
        });
        return new Graph(years, cited);
    }

    /**
     * Of which each year has as many, each cites 0 to twice as many as is wanted, and those before are equally likely
     * to be cited.
     */
    static Graph uniform(int papers, int citationsAPaper) {
        Random random = new Random(1);
        int[] years = new int[papers];
        int[][] cited = new int[papers][];
        for (int paper = 0; paper < papers; paper++) {
            int before = paper + 1;
            years[paper] = (int) ((long) paper * GeneratedCollection.RECORDS.length / papers);
            cited[paper] = IntStream.range(0, random.nextInt(2 * citationsAPaper + 1))
                    .map(_ -> random.nextInt(before))
                    .toArray();
        }
        return new Graph(years, cited);
    }

    /**
     * The real one.
     *
     * @param records XML of DBLP, an element a line
     * @param citations citing and cited keys, parted by tabs, with a heading
     */
    static Graph of(Path records, Path citations) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        List<Integer> years = new ArrayList<>();
        for (String line : lines(records)) {
            Matcher key = KEY.matcher(line);
            Matcher year = YEAR.matcher(line);
            if (key.find()) {
                places.put(key.group(1), places.size());
            } else if (year.find() && years.size() < places.size()) {
                years.add(Integer.parseInt(year.group(1)) - FIRST_YEAR);
            }
        }
        List<List<Integer>> cited = new ArrayList<>();
        years.forEach(_ -> cited.add(new ArrayList<>()));
        List<String> pairs = lines(citations);
        for (String pair : pairs.subList(1, pairs.size())) {
            String[] ends = pair.split("\t", -1);
            cited.get(places.get(ends[0])).add(places.get(ends[1]));
        }
        return new Graph(
                years.stream().mapToInt(Integer::intValue).toArray(),
                cited.stream()
                        .map(each -> each.stream().mapToInt(Integer::intValue).toArray())
                        .toArray(int[][]::new));
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.ISO_8859_1))) {
            return lines.lines().toList();
        }
    }

    /** The share of papers of each year. */
    double[] byYear() {
        return shares(Arrays.stream(years));
    }

    /** Of those that cite any, the share of each number. */
    double[] byReferences() {
        return shares(Arrays.stream(cited).mapToInt(each -> each.length).filter(count -> count > 0));
    }

    /** The share of citations that go so many years back. */
    double[] byAge() {
        return shares(IntStream.range(0, cited.length)
                .flatMap(paper -> Arrays.stream(cited[paper]).map(other -> years[paper] - years[other]))
                .filter(age -> age >= 0));
    }

    /** How often each paper is cited. */
    int[] citations() {
        int[] citations = new int[cited.length];
        for (int[] each : cited) {
            for (int other : each) {
                citations[other]++;
            }
        }
        return citations;
    }

    /** How often each paper of some years is cited, as a multiple of what is usual in its year. */
    double[] relativeCitations(int from, int to) {
        int[] citations = citations();
        double[] usual = new double[to];
        int[] papers = new int[to];
        for (int paper = 0; paper < citations.length; paper++) {
            if (years[paper] < to) {
                usual[years[paper]] += citations[paper];
                papers[years[paper]]++;
            }
        }
        return IntStream.range(0, citations.length)
                .filter(paper -> years[paper] >= from && years[paper] < to)
                .mapToDouble(paper -> citations[paper] * papers[years[paper]] / usual[years[paper]])
                .toArray();
    }

    /** The share of all citations that go to the most cited papers. */
    double shareOfTheMostCited(double papers) {
        int[] sorted = Arrays.stream(citations()).sorted().toArray();
        int few = (int) (sorted.length * papers);
        return (double) Arrays.stream(sorted, sorted.length - few, sorted.length)
                        .sum()
                / Arrays.stream(sorted).sum();
    }

    /** The share of papers that nobody cites. */
    double neverCited() {
        return (double) Arrays.stream(citations()).filter(count -> count == 0).count() / cited.length;
    }

    private static double[] shares(IntStream values) {
        int[] all = values.toArray();
        double[] shares = new double[Arrays.stream(all).max().orElseThrow() + 1];
        for (int each : all) {
            shares[each] += 1.0 / all.length;
        }
        return shares;
    }

    /** The same of numbers of each value. */
    static double[] shares(int[] counts) {
        double all = Arrays.stream(counts).sum();
        return Arrays.stream(counts).mapToDouble(count -> count / all).toArray();
    }

    /**
     * How far two distributions are apart, by Kolmogorov and Smirnov: the largest difference between the shares up to
     * any value.
     */
    static double distance(double[] one, double[] other) {
        double largest = 0;
        double difference = 0;
        for (int value = 0; value < Math.max(one.length, other.length); value++) {
            difference += (value < one.length ? one[value] : 0) - (value < other.length ? other[value] : 0);
            largest = Math.max(largest, Math.abs(difference));
        }
        return largest;
    }
}
