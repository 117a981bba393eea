package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a graph does when another paper no longer fits into what there is: it adds to it, and copies nothing that grows with the papers. */
class GrowthTest {

    private static final int PAPERS = 1_200_000;

    /** The chunks of each kind that one more paper may need at once, and one of citations. */
    private static final long CHUNKS_AND_SOME_POINTERS = 5 << 20;

    @Test
    void noPaperOfAMillionWaitsWhileWhatIsThereIsCopied() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        IncrementalPageRank pageRank = new IncrementalPageRank();
        int[] cited = new int[1];
        long most = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int paper = 0; paper < PAPERS; paper++) {
            pageRank.addPaper(paper);
            if (paper > 0) {
                cited[0] = paper / 2;
                pageRank.setReferences(paper, cited, 1);
            }
            long now = threads.getCurrentThreadAllocatedBytes();
            most = Math.max(most, now - before);
            before = now;
        }
        // All that is kept is thirty million bytes: a single copy of one of its parts would be seen.
        assertThat(most).isLessThan(CHUNKS_AND_SOME_POINTERS);
    }
}
