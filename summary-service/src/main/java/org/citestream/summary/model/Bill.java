package org.citestream.summary.model;

import java.math.BigDecimal;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;

/** Adds up what the calls for one summary used and cost, whichever models they asked. */
final class Bill {

    private @Nullable Tokens tokens;
    private @Nullable BigDecimal cost;

    void add(@Nullable Tokens used, @Nullable BigDecimal dollars) {
        if (used != null) {
            Tokens before = tokens == null ? new Tokens(0, 0) : tokens;
            tokens = new Tokens(before.input() + used.input(), before.output() + used.output());
        }
        if (dollars != null) {
            cost = cost == null ? dollars : cost.add(dollars);
        }
    }

    /** Of all calls that told, or null if none did. */
    @Nullable
    Tokens tokens() {
        return tokens;
    }

    /** In US dollars, of all calls whose price is known; null if none was. */
    @Nullable
    BigDecimal cost() {
        return cost;
    }
}
