package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;

/**
 * How far the live papers of a {@link CitationIndex} have come: counted as their records come, so that to be asked for it takes time for those alone that
 * are on their way. Guarded by its lock.
 */
final class Stages {

    private final IndexedPapers papers;
    private final Awaited viewable = new Awaited();
    private final Awaited ranked = new Awaited();
    private int rankedPapers;
    private int summarized;
    private int withoutAbstract;
    private int failed;
    private int summaryMissing;
    private int embedded;
    private int withoutVector;

    Stages(IndexedPapers papers) {
        this.papers = papers;
    }

    /** Before something of a paper changes. */
    void leave(IndexedPaper paper) {
        count(paper, -1);
    }

    /** After something of a paper has changed. */
    void enter(IndexedPaper paper) {
        count(paper, 1);
    }

    private void count(IndexedPaper paper, int sign) {
        if (!paper.live) {
            return;
        }
        summarized += paper.summaryText ? sign : 0;
        withoutAbstract += paper.summary == SummaryEvent.Status.NO_ABSTRACT ? sign : 0;
        failed += paper.summary == SummaryEvent.Status.FAILED ? sign : 0;
        summaryMissing += paper.summary == null || paper.summary == SummaryEvent.Status.PENDING ? sign : 0;
        embedded += paper.embedded ? sign : 0;
        withoutVector += !paper.embedded && paper.withoutVector ? sign : 0;
    }

    /** A record of a paper has come that is to be seen in views and ranks. */
    void await(IndexedPaper paper) {
        if (paper.live) {
            viewable.ids.add(paper.id);
            ranked.ids.add(paper.id);
        } else {
            viewable.ids.remove(paper.id);
            ranked.ids.remove(paper.id);
        }
    }

    Milestones milestones(Ranks ranks, Reach views) {
        viewable.lookAgainUnless(views.isAtLeast(viewable.reach));
        viewable.reach = views;
        viewable.ids.removeIf((int id) -> views.covers(Topics.PAPERS.name(), id, papers.known(id).offset));

        int there = ranks.index().size();
        ranked.lookAgainUnless(ranks.reach().isAtLeast(ranked.reach) && there >= rankedPapers);
        ranked.reach = ranks.reach();
        rankedPapers = there;
        ranked.ids.removeIf(
                (int id) -> ranks.index().contains(id) && papers.known(id).isCovered(ranks.reach()));

        int live = papers.liveCount();
        return new Milestones(
                live,
                papers.citations(),
                live - viewable.ids.size(),
                live - ranked.ids.size(),
                summarized,
                withoutAbstract,
                failed,
                summaryMissing,
                embedded,
                live - embedded - withoutVector);
    }

    /** The live papers that a stage has not been seen to have passed. */
    private final class Awaited {

        private final IntSet ids = new IntOpenHashSet();
        private Reach reach = Reach.NONE;

        /** A stage that goes back, as one that is rebuilt does, has passed nothing for certain. */
        void lookAgainUnless(boolean goesOn) {
            if (!goesOn) {
                for (int id : papers.liveIds()) {
                    ids.add(id);
                }
            }
        }
    }
}
