package org.citestream.summary.writing;

import org.citestream.summary.text.PaperText;

/** Writes the summary of a paper that has an abstract. Called by many threads at once. */
public interface Summariser {

    /** Everything that shapes what it writes: model, prompt version, parameters. A change makes every summary due again. */
    String identity();

    /**
     * By which way the model is reached. A change lets those be tried again that failed, and no others. The same as
     * {@link #identity()} where nothing has to be reached.
     */
    default String connection() {
        return identity();
    }

    /**
     * Writes a summary; may wait long for a far side.
     *
     * @param paper with an abstract
     * @throws SummaryFailedException if there is none to be had, now or ever
     */
    WrittenSummary summarise(PaperText paper) throws SummaryFailedException, InterruptedException;
}
