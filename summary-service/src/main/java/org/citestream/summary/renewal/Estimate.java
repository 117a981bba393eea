package org.citestream.summary.renewal;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an order would take.
 *
 * @param papers whose summaries would be made again
 * @param inputTokens that would be read, about
 * @param outputTokens that would be written, about
 * @param dollars that this would cost, about; null where no price is configured
 * @param leftOfDay US dollars of the day's budget, or null where there is none
 * @param leftOfTotal US dollars of the whole budget, or null where there is none
 */
record Estimate(
        long papers,
        long inputTokens,
        long outputTokens,
        @Nullable BigDecimal dollars,
        @Nullable BigDecimal leftOfDay,
        @Nullable BigDecimal leftOfTotal) {}
