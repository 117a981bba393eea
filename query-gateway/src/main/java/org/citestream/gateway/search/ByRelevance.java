package org.citestream.gateway.search;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/**
 * Collects the ids of all papers that match, the most relevant first, those of one relevance by their ids. Each is one number, of
 * which the upper half falls as the relevance grows and the lower half is the id: so they are sorted without an object for any.
 */
final class ByRelevance implements CollectorManager<ByRelevance.Found, int[]> {

    @Override
    public Found newCollector() {
        return new Found();
    }

    @Override
    public int[] reduce(Collection<Found> parts) {
        LongArrayList all = new LongArrayList();
        parts.forEach(each -> all.addAll(each.found));
        Arrays.sort(all.elements(), 0, all.size());
        int[] ids = new int[all.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) all.getLong(i);
        }
        return ids;
    }

    /** What one thread finds. */
    static final class Found extends SimpleCollector {

        private final LongArrayList found = new LongArrayList();
        private @Nullable NumericDocValues ids;
        private @Nullable Scorable scorer;

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            ids = context.reader().getNumericDocValues(Words.ID);
        }

        @Override
        public void setScorer(Scorable next) {
            scorer = next;
        }

        @Override
        public void collect(int document) throws IOException {
            NumericDocValues known = ids;
            Scorable scores = scorer;
            if (known == null || scores == null || !known.advanceExact(document)) {
                throw new IllegalStateException("A document of the index has no id");
            }
            // The bits of numbers that are not negative are in the order of the numbers.
            long irrelevance = (long) Integer.MAX_VALUE - Float.floatToIntBits(Math.max(0, scores.score()));
            found.add(irrelevance << Integer.SIZE | known.longValue());
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE;
        }
    }
}
