package org.citestream.summary.work;

import org.citestream.summary.text.PaperText;
import org.jspecify.annotations.Nullable;

/**
 * Open work as the database holds it.
 *
 * @param item its place in the order
 * @param text what it is to be made from
 * @param written the summary that a model wrote of it and that is still to be published, or null
 */
public record OpenWork(
        WorkItem item, PaperText text, @Nullable WrittenSummary written) {

    /** Work of which nothing was made yet. */
    public OpenWork(WorkItem item, PaperText text) {
        this(item, text, null);
    }
}
