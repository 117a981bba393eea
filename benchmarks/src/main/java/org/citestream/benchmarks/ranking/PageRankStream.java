package org.citestream.benchmarks.ranking;

import java.util.Arrays;
import org.citestream.benchmarks.generated.Citations;
import org.citestream.benchmarks.measuring.ProcessorTime;
import org.citestream.pagerank.IncrementalPageRank;

/**
 * Papers as they arrive, in order of publication, each converged loosely, and tightly at each of ten epochs. A reference to a paper that has not arrived
 * waits: when that paper arrives, the lists that name it are set again, as the ranking service does. So all citations of the graph are set in the end.
 */
final class PageRankStream {

    private static final double DAMPING = 0.85;
    private static final double LOOSE = 1e-2;

    /** So much is left at any paper of an epoch, that its certificate proves an L1 error within 1e-11. */
    private static final double TIGHT = 1e-12;

    private static final int EPOCHS = 10;

    private final Citations citations;
    private final int[] cited;

    /** Where those begin that wait for a paper; one more at the end. */
    private final int[] start;

    private final int[] waiting;

    /**
     * What came of it.
     *
     * @param set citations that were set
     * @param seconds that it took, without the certificates
     * @param processorSeconds that all threads of the process worked meanwhile, the collector's among them
     * @param nanos that each paper took, and those that waited for it; ascending
     * @param largestBound of the L1 error at any epoch, as certified from the citations
     * @param longestPauseMillis of the collector
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Outcome(
            long set,
            double seconds,
            double processorSeconds,
            int[] nanos,
            double largestBound,
            double longestPauseMillis) {

        double micros(double quantile) {
            return nanos[(int) Math.min(nanos.length - 1, nanos.length * quantile)] / 1e3;
        }
    }

    /** Finds who waits for whom, which no clock measures. */
    PageRankStream(Citations citations) {
        this.citations = citations;
        this.cited = citations.room();
        int papers = citations.papers();
        start = new int[papers + 1];
        for (int paper = 0; paper < papers; paper++) {
            int count = citations.references(paper, cited);
            for (int i = 0; i < count; i++) {
                start[cited[i]] += cited[i] > paper ? 1 : 0;
            }
        }
        for (int paper = 0, sum = 0; paper <= papers; paper++) {
            sum += start[paper];
            start[paper] = sum;
        }
        waiting = new int[start[papers]];
        for (int paper = papers - 1; paper >= 0; paper--) {
            int count = citations.references(paper, cited);
            for (int i = 0; i < count; i++) {
                if (cited[i] > paper) {
                    waiting[--start[cited[i]]] = paper;
                }
            }
        }
    }

    Outcome run() {
        int papers = citations.papers();
        IncrementalPageRank ranks = new IncrementalPageRank(DAMPING, TIGHT);
        int[] nanos = new int[papers];
        long set = 0;
        long aside = 0;
        double processorAside = 0;
        double largestBound = 0;
        CollectorPauses pauses = new CollectorPauses();
        double processorBegin = ProcessorTime.seconds();
        long begin = System.nanoTime();
        for (int paper = 0; paper < papers; paper++) {
            long arrival = System.nanoTime();
            ranks.addPaper(paper);
            set += set(ranks, paper, paper);
            for (int i = start[paper]; i < start[paper + 1]; i++) {
                set += set(ranks, waiting[i], paper);
            }
            ranks.converge(LOOSE);
            nanos[paper] = (int) Math.min(Integer.MAX_VALUE, System.nanoTime() - arrival);
            if (isEpoch(paper, papers)) {
                ranks.converge(TIGHT);
                ranks.publish();
                double processorBefore = ProcessorTime.seconds();
                long before = System.nanoTime();
                largestBound = Math.max(largestBound, ranks.certify().errorBound());
                aside += System.nanoTime() - before;
                processorAside += ProcessorTime.seconds() - processorBefore;
            }
        }
        double seconds = (System.nanoTime() - begin - aside) / 1e9;
        double processorSeconds = ProcessorTime.seconds() - processorBegin - processorAside;
        pauses.close();
        Arrays.sort(nanos);
        return new Outcome(set, seconds, processorSeconds, nanos, largestBound, pauses.longestMillis());
    }

    private static boolean isEpoch(int paper, int papers) {
        return (long) (paper + 1) * EPOCHS / papers > (long) paper * EPOCHS / papers;
    }

    /** Sets those of a paper's references that have arrived, and returns how many of them are new. */
    private int set(IncrementalPageRank ranks, int paper, int arrived) {
        int count = citations.references(paper, cited);
        int known = 0;
        for (int i = 0; i < count; i++) {
            if (cited[i] <= arrived) {
                cited[known++] = cited[i];
            }
        }
        return ranks.setReferences(paper, cited, known).added();
    }
}
