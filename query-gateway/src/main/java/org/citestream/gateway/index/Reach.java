package org.citestream.gateway.index;

import java.util.List;
import java.util.Map;
import org.citestream.events.Topics;
import org.citestream.gateway.index.CitationIndex.CoveredBy;

/** Up to where a stage has taken papers and references, in arrays, since it is asked about each of all papers. */
public final class Reach implements CoveredBy {

    static final Reach NONE = of(Map.of());

    private final long[] papers;
    private final long[] references;

    private Reach(long[] papers, long[] references) {
        this.papers = papers;
        this.references = references;
    }

    /**
     * A reach.
     *
     * @param next by topic, for each partition the first position that the stage has not taken; a topic that is not there is one of which it has taken nothing
     */
    public static Reach of(Map<String, List<Long>> next) {
        return new Reach(positions(next, Topics.PAPERS.name()), positions(next, Topics.REFERENCES.name()));
    }

    private static long[] positions(Map<String, List<Long>> next, String topic) {
        return next.getOrDefault(topic, List.of()).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** Whether it covers all that another covers. */
    boolean isAtLeast(Reach other) {
        return isAtLeast(papers, other.papers) && isAtLeast(references, other.references);
    }

    private static boolean isAtLeast(long[] next, long[] others) {
        // Of a topic that was made anew, with other partitions, nothing is known.
        boolean all = others.length == 0 || next.length == others.length;
        for (int partition = 0; all && partition < others.length; partition++) {
            all = next[partition] >= others[partition];
        }
        return all;
    }

    @Override
    public boolean covers(String topic, int id, long offset) {
        long[] next = topic.equals(Topics.PAPERS.name()) ? papers : references;
        return next.length > 0 && offset < next[Math.floorMod(id, next.length)];
    }
}
