package org.citestream.summary.embedding;

import java.time.Duration;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.WorkItem;

/** What came of an item. */
sealed interface Made {

    WorkItem item();

    /** There is a vector. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Vector(WorkItem item, PaperText text, float[] vector) implements Made {}

    /** This text gets none under this model. */
    record None(WorkItem item, PaperText text, String reason) implements Made {}

    /** The model cannot run. */
    record NoneYet(WorkItem item, PaperText text, String reason) implements Made {}

    /** It is worth to ask again after some time. */
    record Later(WorkItem item, Duration pause) implements Made {}
}
