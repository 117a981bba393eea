package org.citestream.summary.writing;

import java.math.BigDecimal;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.WrittenSummary;
import org.jspecify.annotations.Nullable;

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
     * Whether it would have written a summary, as far as that tells.
     *
     * @param model who wrote it
     * @param promptVersion of the prompt or of the extractive method
     */
    boolean writes(String model, String promptVersion);

    /** Whether a model is asked, so that what it writes may have to be paid for. */
    boolean asksModel();

    /** What a summary of a paper would use, about; nothing where no model is asked. */
    default Use use(PaperText paper) {
        return new Use(new Tokens(0, 0), BigDecimal.ZERO);
    }

    /**
     * What a summary uses.
     *
     * @param tokens read and written
     * @param cost in US dollars, or null where no price is configured
     */
    record Use(Tokens tokens, @Nullable BigDecimal cost) {}

    /**
     * Writes a summary; may wait long for a far side.
     *
     * @param paper with an abstract
     * @throws SummaryFailedException if there is none to be had, now or ever
     */
    WrittenSummary summarise(PaperText paper) throws SummaryFailedException, InterruptedException;
}
