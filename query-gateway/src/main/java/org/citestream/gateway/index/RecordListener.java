package org.citestream.gateway.index;

import java.util.List;
import org.citestream.events.PaperEvent;
import org.citestream.events.RankEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;

/** Is told of what the indexes took in, after they did, in the order of each topic; what changed nothing is not told. */
public interface RecordListener {

    /** Papers were new or changed. */
    default void papers(List<PaperEvent> changed) {}

    /** The references of papers were new or changed. */
    default void references(List<ReferencesEvent> changed) {}

    /** Summaries were new or changed. */
    default void summaries(List<SummaryEvent> changed) {}

    /**
     * The ranks of another epoch are shown.
     *
     * @param before what was shown until now
     * @param after what is shown from now on
     * @param moved the scores that changed in between
     */
    default void epoch(Ranks before, Ranks after, List<RankEvent> moved) {}
}
