package org.citestream.summary.spending;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a call be made only if the most that it can cost is left of the day's budget and of the whole one. That much is held until the
 * call is over, so calls under way never exceed a budget together, and counts as spent where a call was sent and not answered. Totals are
 * in the database, added to as soon as a call is over; what other instances spend is known after {@link Totals#REFRESH}.
 */
public final class Budget {

    private static final Logger log = LoggerFactory.getLogger(Budget.class);
    private static final Duration TOTAL_PAUSE = Duration.ofHours(1);
    private static final String TOTAL = "total";

    private final Totals totals;
    private final BudgetProperties limits;
    private final InstantSource clock;
    private final Counter stopped;
    private final ReentrantLock lock = new ReentrantLock();
    private BigDecimal held = BigDecimal.ZERO;
    private boolean told;

    Budget(Ledger ledger, BudgetProperties limits, MeterRegistry meters, InstantSource clock) {
        this.totals = new Totals(ledger, clock);
        this.limits = limits;
        this.clock = clock;
        this.stopped = Counter.builder("citestream.summary.budget.stops")
                .description("calls of a language model that were not made since a budget is spent")
                .register(meters);
        gauge(meters, "day");
        gauge(meters, TOTAL);
    }

    /**
     * Sets money for a call aside.
     *
     * @param most US dollars that it can cost; what costs nothing is never stopped
     * @throws BudgetSpentException if there is not so much left
     */
    public Hold hold(BigDecimal most) throws BudgetSpentException {
        if (most.signum() == 0) {
            return new Hold(most);
        }
        totals.refresh();
        lock.lock();
        try {
            Instant now = clock.instant();
            check("The budget of the day", limits.day(), totals.day(), most, Duration.between(now, tomorrow(now)));
            check("The whole budget", limits.total(), totals.all(), most, TOTAL_PAUSE);
            told = false;
            held = held.add(most);
            return new Hold(most);
        } finally {
            lock.unlock();
        }
    }

    private void check(String which, @Nullable BigDecimal limit, Spending spent, BigDecimal most, Duration pause)
            throws BudgetSpentException {
        if (limit == null || spent.dollars().add(held).add(most).compareTo(limit) <= 0) {
            return;
        }
        stopped.increment();
        String reason = "%s, %s dollars, is spent".formatted(which, limit.toPlainString());
        if (!told) {
            told = true;
            log.warn("{}: no language model is asked until there is some again", reason);
        }
        throw new BudgetSpentException(reason, pause);
    }

    /** What was spent, by all instances: today, and in all. */
    public Report report() {
        totals.read();
        Spending day = totals.day();
        Spending all = totals.all();
        return new Report(day, all, left(limits.day(), day), left(limits.total(), all), totals.ofModels());
    }

    /** What was ever spent on a model. */
    public Spending ofModel(String model) {
        return totals.ofModel(model);
    }

    /** What was ever spent on the summary of a paper, attempts that came to nothing included. */
    public Spending ofPaper(int id) {
        return totals.ofPaper(id);
    }

    private static Instant tomorrow(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static @Nullable BigDecimal left(@Nullable BigDecimal limit, Spending spent) {
        return limit == null ? null : limit.subtract(spent.dollars()).max(BigDecimal.ZERO);
    }

    /** Not a number where there is no limit, or before anybody asked what was spent. */
    private void gauge(MeterRegistry meters, String period) {
        Gauge.builder("citestream.summary.budget.left", this, budget -> budget.leftNow(period))
                .description("what is left of a budget for calls of language models")
                .baseUnit("dollars")
                .tag("period", period)
                .register(meters);
    }

    /** From memory, since who looks at meters must not wait for the database. */
    private double leftNow(String period) {
        totals.refreshLater();
        BigDecimal left = period.equals(TOTAL) ? left(limits.total(), totals.all()) : left(limits.day(), totals.day());
        return left == null || !totals.isKnown() ? Double.NaN : left.doubleValue();
    }

    /**
     * What was spent, and what is left.
     *
     * @param day today, in UTC
     * @param total in all
     * @param leftOfDay US dollars, or null where there is no limit
     * @param leftOfTotal US dollars, or null where there is no limit
     * @param models what was ever spent on each model
     */
    @Schema(name = "SpendingReport")
    public record Report(
            Spending day,
            Spending total,
            @Nullable BigDecimal leftOfDay,
            @Nullable BigDecimal leftOfTotal,
            Map<String, Spending> models) {}

    /** Money set aside for a call. Closed without having been settled, it was not spent. */
    public final class Hold implements AutoCloseable {

        private final BigDecimal most;

        private Hold(BigDecimal most) {
            this.most = most;
        }

        /** The call was answered, and what it used was told. */
        public void settle(String model, long inputTokens, long outputTokens, @Nullable BigDecimal dollars) {
            totals.add(model, new Spending(1, inputTokens, outputTokens, orZero(dollars)));
        }

        /** The call was answered, and what it used is an estimate. */
        public void settleEstimate(String model, long inputTokens, long outputTokens, @Nullable BigDecimal dollars) {
            totals.add(model, new Spending(1, inputTokens, outputTokens, orZero(dollars), orZero(dollars)));
        }

        /**
         * The call was sent and not answered: all that was set aside counts as spent.
         *
         * @return US dollars
         */
        public BigDecimal settleUnanswered(String model) {
            if (most.signum() > 0) {
                totals.add(model, new Spending(0, 0, 0, most, most));
            }
            return most;
        }

        private static BigDecimal orZero(@Nullable BigDecimal dollars) {
            return dollars == null ? BigDecimal.ZERO : dollars;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                held = held.subtract(most);
            } finally {
                lock.unlock();
            }
        }
    }
}
