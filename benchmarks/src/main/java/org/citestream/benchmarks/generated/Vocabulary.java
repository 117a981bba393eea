package org.citestream.benchmarks.generated;

import java.util.Arrays;
import java.util.Random;

/**
 * Words, each as often as words are in texts: the word of rank r is drawn in proportion to 1 / (r + 2.7) (Zipf's law as Mandelbrot has it, 1953). First come those that hold
 * sentences together, then those of the field in their forms, and then names that are in no dictionary, {@value #WORDS} in all.
 */
public final class Vocabulary {

    private static final int WORDS = 30_000;
    private static final double SHIFT = 2.7;
    private static final String[] PARTICLES =
            "the of and a to in for is we that with on are by as this an from which be it at can our".split(" ");
    private static final String[] STEMS =
            ("query data system index join stream graph model learn algorithm performance result database propose problem approach present time"
                            + " method technique transaction storage memory plan cost large use base efficient process application optim user cluster node"
                            + " partition replica log recover latency throughput key value column row cache tree hash scan filter aggregate sample estimate schedule"
                            + " parallel distribut approximat adapt scal new provide design work structure network web information set search server language"
                            + " experiment show support develop access schema view update constraint depend relation object class rule logic complex bound"
                            + " cardinal select project predicate rank score top match pattern sequence event window sensor spatial temporal text document keyword"
                            + " entit link knowledge ontolog integrat clean qualit privac secur encrypt trust crowd task worker label train neural embed vector"
                            + " dimension near neighbor similar distance metric cluster outlier detect mine rule frequent item set stream sketch histogram wavelet"
                            + " compress encod disk flash hardware core thread lock latch version snapshot isolat serial consist avail replicat consensus commit"
                            + " cloud tenant elastic migrat workload benchmark tune monitor explain visual explor interact interface")
                    .split(" ");
    private static final String[] ENDINGS = {
        "", "s", "ed", "ing", "er", "ation", "ive", "able", "ly", "ment", "al", "ers"
    };
    private static final String[] SYLLABLES =
            "ba ke mi do ru sa te li no pu ga re vi mo zu la fe ti ko du ha ne si go lu ma pe ri to nu".split(" ");

    private final String[] words = new String[WORDS];
    private final double[] cumulated = new double[WORDS];

    public Vocabulary() {
        double sum = 0;
        for (int rank = 0; rank < WORDS; rank++) {
            words[rank] = at(rank);
            sum += 1 / (rank + 1 + SHIFT);
            cumulated[rank] = sum;
        }
    }

    private static String at(int rank) {
        int ofField = rank - PARTICLES.length;
        if (ofField < 0) {
            return PARTICLES[rank];
        }
        if (ofField < STEMS.length * ENDINGS.length) {
            return STEMS[ofField % STEMS.length] + ENDINGS[ofField / STEMS.length];
        }
        StringBuilder name = new StringBuilder("x");
        for (int left = rank; left > 0; left /= SYLLABLES.length) {
            name.append(SYLLABLES[left % SYLLABLES.length]);
        }
        return name.toString();
    }

    /** A word of a text. */
    public String word(Random random) {
        return words[rank(random, 0)];
    }

    /** A word that papers are asked for by, which is none of those that hold sentences together. */
    public String asked(Random random) {
        return words[rank(random, PARTICLES.length)];
    }

    /** Words of a text, and spaces between them. */
    public String words(Random random, int number) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < number; i++) {
            text.append(i == 0 ? "" : " ").append(word(random));
        }
        return text.toString();
    }

    /** An abstract of so many sentences of so many words each. */
    public String text(Random random, int sentences, int wordsEach) {
        StringBuilder text = new StringBuilder();
        for (int sentence = 0; sentence < sentences; sentence++) {
            text.append(sentence == 0 ? "We present " : " We measure ")
                    .append(words(random, wordsEach))
                    .append('.');
        }
        return text.toString();
    }

    private int rank(Random random, int first) {
        double before = first == 0 ? 0 : cumulated[first - 1];
        double drawn = before + random.nextDouble() * (cumulated[WORDS - 1] - before);
        int place = Arrays.binarySearch(cumulated, drawn);
        return Math.min(WORDS - 1, place < 0 ? -place - 1 : place + 1);
    }
}
