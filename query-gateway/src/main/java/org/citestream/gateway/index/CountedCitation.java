package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.citestream.events.Topics;
import org.citestream.gateway.index.CitationIndex.CoveredBy;

/**
 * A citation as two epochs count it. Exact as long as neither end has changed more than once since the earlier of the two.
 *
 * @param citing the citing paper
 * @param citedEarlier how many papers it handed its score on to in the earlier epoch, or 0 where this citation did not count
 * @param citedNow how many in the later one, or 0 likewise
 */
public record CountedCitation(int citing, int citedEarlier, int citedNow) {

    static List<CountedCitation> of(
            IndexedPaper cited,
            boolean withSelf,
            Int2ObjectMap<IndexedPaper> papers,
            CoveredBy earlier,
            CoveredBy now) {
        IntSet candidates = new IntLinkedOpenHashSet(cited.citing());
        for (int each : cited.formerlyCiting) {
            candidates.add(each);
        }
        List<CountedCitation> found = new ArrayList<>();
        for (int each : candidates) {
            IndexedPaper citing = papers.get(each);
            int before = shared(citing, cited, withSelf, papers, earlier);
            int after = shared(citing, cited, withSelf, papers, now);
            if (before > 0 || after > 0) {
                found.add(new CountedCitation(each, before, after));
            }
        }
        return found;
    }

    private static int shared(
            IndexedPaper citing,
            IndexedPaper cited,
            boolean withSelf,
            Int2ObjectMap<IndexedPaper> papers,
            CoveredBy reach) {
        boolean present = reach.covers(Topics.REFERENCES.name(), citing.id, citing.referencesOffset);
        int[] references = present ? citing.cited : citing.citedBefore;
        int[] self = present ? citing.self : citing.selfBefore;
        if (!isLive(citing, reach) || Arrays.binarySearch(references, cited.id) < 0) {
            return 0;
        }
        int count = 0;
        boolean counts = false;
        for (int each : references) {
            if ((withSelf || Arrays.binarySearch(self, each) < 0) && isLive(papers.get(each), reach)) {
                count++;
                counts |= each == cited.id;
            }
        }
        return counts ? count : 0;
    }

    private static boolean isLive(IndexedPaper paper, CoveredBy reach) {
        return paper.live == (paper.liveOffset < 0 || reach.covers(Topics.PAPERS.name(), paper.id, paper.liveOffset));
    }
}
