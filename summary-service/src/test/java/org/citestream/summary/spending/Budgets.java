package org.citestream.summary.spending;

import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Budgets for tests, whose ledger is in memory. */
public final class Budgets {

    private Budgets() {}

    public static Budget of(@Nullable String day, @Nullable String total, MeterRegistry meters, InstantSource clock) {
        return new Budget(new LedgerInMemory(), new BudgetProperties(decimal(day), decimal(total)), meters, clock);
    }

    private static @Nullable BigDecimal decimal(@Nullable String value) {
        return value == null ? null : new BigDecimal(value);
    }

    /** A ledger that ends with the test. */
    static final class LedgerInMemory implements Ledger {

        private final Map<String, Spending> totals = new HashMap<>();
        final AtomicInteger writes = new AtomicInteger();
        volatile boolean away;
        volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public void add(Map<String, Spending> more) {
            writes.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (away) {
                throw new IllegalStateException("the store is away");
            }
            more.forEach((name, spending) -> totals.merge(name, spending, Spending::plus));
        }

        @Override
        public Map<String, Spending> read(Collection<String> names) {
            Map<String, Spending> found = new HashMap<>(totals);
            found.keySet().retainAll(names);
            return found;
        }

        @Override
        public Map<String, Spending> readAll(String prefix) {
            Map<String, Spending> found = new HashMap<>(totals);
            found.keySet().removeIf(name -> !name.startsWith(prefix));
            return found;
        }
    }
}
