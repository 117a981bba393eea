package org.citestream.summary.spending;

import java.time.Duration;

/** There is no money for a call; the message says which budget is spent. */
public final class BudgetSpentException extends Exception {

    private final Duration pause;

    BudgetSpentException(String message, Duration pause) {
        super(message);
        this.pause = pause;
    }

    /** When it is worth to ask again. */
    public Duration pause() {
        return pause;
    }
}
