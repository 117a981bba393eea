package org.citestream.benchmarks.generated;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.StringTokenizer;
import java.util.stream.LongStream;

/**
 * A citation graph in order of publication: of a file, or one that never was.
 *
 * <p>A generated one is the same for the same seed. A paper has 0 to 9 references, 4.6 on average. Of them, one in
 * a hundred points to one of the papers that follow, up to a sixtieth of all; half of the others point to recent papers, as a power law of
 * age, and half to popular ones, the old before the new.
 */
public final class Citations {

    private static final double REFERENCES = 4.6;
    private static final double AHEAD = 0.01;
    private static final int SEASONS = 60;
    private static final int STRETCH_BITS = 16;

    /** Where the references of each paper start; one more at the end. */
    private final long[] start;

    /** By stretch of papers: their references, one after another. */
    private final int[][] cited;

    private Citations(long[] start, int[][] cited) {
        this.start = start;
        this.cited = cited;
    }

    /** Takes a paper's references, the first {@code count} entries of an array that is used again. */
    @FunctionalInterface
    public interface Taker {
        void take(int paper, int[] cited, int count);
    }

    /** Generates a graph and keeps it. */
    public static Citations generated(int papers, long seed) {
        Collector collector = new Collector(papers);
        generate(papers, REFERENCES, seed, collector::add);
        return collector.done();
    }

    /** Gives the papers of a graph, one after another, and keeps none. */
    public static void generate(int papers, double references, long seed, Taker taker) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] cited = new int[(int) (2 * references) + 1];
        for (int paper = 0; paper < papers; paper++) {
            int count = paper == 0 ? 0 : random.nextInt(cited.length);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int other = other(random, paper, papers);
                if (other != paper && !holds(cited, kept, other)) {
                    cited[kept++] = other;
                }
            }
            taker.take(paper, cited, kept);
        }
    }

    /**
     * Reads a graph: a line for each citation, the citing paper before the cited one, as numbers in order of publication, with anything that is no
     * digit in between; lines that start with {@code #} are passed over. Papers that no line names do not exist; repeated citations and a paper's of
     * itself are dropped.
     */
    public static Citations read(Path file) throws IOException {
        long[] edges = new long[1024];
        int count = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                StringTokenizer numbers = new StringTokenizer(line, " \t,;");
                if (line.startsWith("#") || numbers.countTokens() < 2) {
                    continue;
                }
                edges = count == edges.length ? Arrays.copyOf(edges, 2 * count) : edges;
                edges[count++] = Long.parseLong(numbers.nextToken()) << 32 | Long.parseLong(numbers.nextToken());
            }
        }
        int[] numbers = Arrays.stream(edges, 0, count)
                .flatMap(edge -> LongStream.of(edge >>> 32, edge & 0xFFFF_FFFFL))
                .sorted()
                .distinct()
                .mapToInt(Math::toIntExact)
                .toArray();
        long[] distinct = Arrays.stream(edges, 0, count).sorted().distinct().toArray();
        Collector collector = new Collector(numbers.length);
        int[] list = new int[16];
        for (int paper = 0, at = 0; paper < numbers.length; paper++) {
            int listed = 0;
            for (; at < distinct.length && (int) (distinct[at] >>> 32) == numbers[paper]; at++) {
                int cited = Arrays.binarySearch(numbers, (int) distinct[at]);
                list = listed == list.length ? Arrays.copyOf(list, 2 * listed) : list;
                if (cited != paper) {
                    list[listed++] = cited;
                }
            }
            collector.add(paper, list, listed);
        }
        return collector.done();
    }

    /** Puts the references of papers as they come into stretches. */
    private static final class Collector {

        private final long[] start;
        private final int[][] cited;
        private int[] stretch = new int[1 << STRETCH_BITS];
        private int used;

        Collector(int papers) {
            start = new long[papers + 1];
            cited = new int[(papers >>> STRETCH_BITS) + 1][];
            Arrays.fill(cited, new int[0]);
        }

        void add(int paper, int[] list, int count) {
            if (used + count > stretch.length) {
                stretch = Arrays.copyOf(stretch, Math.max(used + count, stretch.length * 2));
            }
            System.arraycopy(list, 0, stretch, used, count);
            used += count;
            start[paper + 1] = start[paper] + count;
            if ((paper + 1 & (1 << STRETCH_BITS) - 1) == 0 || paper + 2 == start.length) {
                cited[paper >>> STRETCH_BITS] = Arrays.copyOf(stretch, used);
                used = 0;
            }
        }

        Citations done() {
            return new Citations(start, cited);
        }
    }

    private static int other(SplittableRandom random, int paper, int papers) {
        if (random.nextDouble() < AHEAD) {
            return Math.min(papers - 1, paper + 1 + random.nextInt(Math.max(1, papers / SEASONS)));
        }
        double at = random.nextDouble();
        return random.nextBoolean() ? (int) (paper * (1 - 0.3 * at * at * at)) : (int) (paper * at * at);
    }

    private static boolean holds(int[] values, int to, int value) {
        for (int i = 0; i < to; i++) {
            if (values[i] == value) {
                return true;
            }
        }
        return false;
    }

    public int papers() {
        return start.length - 1;
    }

    public long citations() {
        return start[papers()];
    }

    /** Citations that the papers from one to before another give. */
    public long citations(int from, int to) {
        return start[to] - start[from];
    }

    public int count(int paper) {
        return (int) (start[paper + 1] - start[paper]);
    }

    /** An array that holds the references of any paper. */
    public int[] room() {
        int most = 0;
        for (int paper = 0; paper < papers(); paper++) {
            most = Math.max(most, count(paper));
        }
        return new int[most];
    }

    /** The array in which the references of a paper lie, from {@link #offset} on; not to be written to. */
    public int[] stretch(int paper) {
        return cited[paper >>> STRETCH_BITS];
    }

    public int offset(int paper) {
        return (int) (start[paper] - start[paper >>> STRETCH_BITS << STRETCH_BITS]);
    }

    /** Copies the references of a paper, and returns how many there are. */
    public int references(int paper, int[] into) {
        int count = count(paper);
        System.arraycopy(stretch(paper), offset(paper), into, 0, count);
        return count;
    }
}
