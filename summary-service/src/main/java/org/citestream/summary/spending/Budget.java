package org.citestream.summary.spending;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.citestream.events.operations.Sampled;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a call be made only if the most that it can cost is left of the day's budget and of the whole one. That much is held until the
 * call is over, so calls under way never exceed a budget together. Totals are in the database, added to as soon as a call was
 * answered; what other instances spend is known after {@link #REFRESH}.
 */
public final class Budget {

    private static final Logger log = LoggerFactory.getLogger(Budget.class);
    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final Duration TOTAL_PAUSE = Duration.ofHours(1);
    private static final String TOTAL = "total";

    private final Ledger ledger;
    private final BudgetProperties limits;
    private final InstantSource clock;
    private final Counter stopped;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Spending> unwritten = new HashMap<>();
    private BigDecimal held = BigDecimal.ZERO;
    private Spending ofDay = Spending.NONE;
    private Spending ofAll = Spending.NONE;
    private @Nullable LocalDate day;
    private Instant read = Instant.MIN;
    private boolean told;
    private final Sampled<Report> left = new Sampled<>("budget", this::lately, REFRESH);

    Budget(Ledger ledger, BudgetProperties limits, MeterRegistry meters, InstantSource clock) {
        this.ledger = ledger;
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
     * @param most US dollars that it can cost
     * @throws BudgetSpentException if there is not so much left
     */
    public Hold hold(BigDecimal most) throws BudgetSpentException {
        lock.lock();
        try {
            refresh();
            Instant now = clock.instant();
            check("The budget of the day", limits.day(), ofDay, most, Duration.between(now, tomorrow(now)));
            check("The whole budget", limits.total(), ofAll, most, TOTAL_PAUSE);
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
        lock.lock();
        try {
            read = Instant.MIN;
            return lately();
        } finally {
            lock.unlock();
        }
    }

    private Report lately() {
        lock.lock();
        try {
            refresh();
            return new Report(ofDay, ofAll, left(limits.day(), ofDay), left(limits.total(), ofAll));
        } finally {
            lock.unlock();
        }
    }

    /** What was ever spent on a model. */
    public Spending ofModel(String model) {
        String name = nameOf(model);
        return ledger.read(List.of(name)).getOrDefault(name, Spending.NONE);
    }

    /** A day begins, or what others spent may have changed. */
    private void refresh() {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (today.equals(day) && now.isBefore(read.equals(Instant.MIN) ? now : read.plus(REFRESH))) {
            return;
        }
        flush();
        Map<String, Spending> found = ledger.read(List.of(today.toString(), TOTAL));
        ofDay = found.getOrDefault(today.toString(), Spending.NONE);
        ofAll = found.getOrDefault(TOTAL, Spending.NONE);
        day = today;
        read = now;
    }

    private void spent(String model, Spending spending) {
        ofDay = ofDay.plus(spending);
        ofAll = ofAll.plus(spending);
        String today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        for (String name : List.of(today, TOTAL, nameOf(model))) {
            unwritten.merge(name, spending, Spending::plus);
        }
        try {
            flush();
        } catch (RuntimeException e) {
            log.warn("What was spent is written with what comes next: {}", e.toString());
        }
    }

    private void flush() {
        if (!unwritten.isEmpty()) {
            ledger.add(unwritten);
            unwritten.clear();
        }
    }

    private static String nameOf(String model) {
        return "model " + model;
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

    /** Not a number where there is no limit. */
    private void gauge(MeterRegistry meters, String period) {
        Gauge.builder("citestream.summary.budget.left", () -> left.figure(of -> dollars(of, period)))
                .description("what is left of a budget for calls of language models")
                .baseUnit("dollars")
                .tag("period", period)
                .register(meters);
    }

    private static double dollars(Report report, String period) {
        BigDecimal left = period.equals(TOTAL) ? report.leftOfTotal() : report.leftOfDay();
        return left == null ? Double.NaN : left.doubleValue();
    }

    /**
     * What was spent, and what is left.
     *
     * @param day today, in UTC
     * @param total in all
     * @param leftOfDay US dollars, or null where there is no limit
     * @param leftOfTotal US dollars, or null where there is no limit
     */
    public record Report(
            Spending day,
            Spending total,
            @Nullable BigDecimal leftOfDay,
            @Nullable BigDecimal leftOfTotal) {}

    /** Money set aside for a call. Closed without having been settled, it was not spent. */
    public final class Hold implements AutoCloseable {

        private final BigDecimal most;

        private Hold(BigDecimal most) {
            this.most = most;
        }

        /** The call was answered. */
        public void settle(String model, long inputTokens, long outputTokens, @Nullable BigDecimal dollars) {
            lock.lock();
            try {
                spent(model, new Spending(1, inputTokens, outputTokens, dollars == null ? BigDecimal.ZERO : dollars));
            } finally {
                lock.unlock();
            }
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
