package org.citestream.summary.spending;

import jakarta.validation.constraints.DecimalMin;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How much may be spent on calls of language models, by all instances together.
 *
 * @param day US dollars a day, in UTC; null for no limit
 * @param total US dollars in all, ever; null for no limit
 */
@ConfigurationProperties("citestream.summary.budget")
@Validated
public record BudgetProperties(
        @Nullable @DecimalMin("0") BigDecimal day,
        @Nullable @DecimalMin("0") BigDecimal total) {

    /** Whether there is any limit. */
    public boolean limits() {
        return day != null || total != null;
    }
}
