package org.citestream.summary.spending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private final Budgets.LedgerInMemory ledger = new Budgets.LedgerInMemory();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-11-23T22:00:00Z");

    @Test
    void callsUnderWayNeverExceedTheBudgetTogether() throws Exception {
        Budget budget = budget("1.00", null);

        try (Budget.Hold _ = budget.hold(new BigDecimal("0.60"))) {
            assertThatExceptionOfType(BudgetSpentException.class)
                    .isThrownBy(() -> budget.hold(new BigDecimal("0.60")))
                    .withMessage("The budget of the day, 1.00 dollars, is spent");
        }
        try (Budget.Hold hold = budget.hold(new BigDecimal("0.60"))) {
            hold.settle("m", 100, 40, new BigDecimal("0.30"));
        }
        assertThat(budget.report().leftOfDay()).isEqualByComparingTo("0.70");
        assertThat(meters.get("citestream.summary.budget.left")
                        .tag("period", "day")
                        .gauge()
                        .value())
                .isEqualTo(0.7);
        assertThat(meters.get("citestream.summary.budget.stops").counter().count())
                .isOne();
    }

    @Test
    void whatCostsNothingIsNotStoppedWhereTheBudgetIsOverspent() throws Exception {
        Budget budget = budget("1", "1");
        try (Budget.Hold hold = budget.hold(BigDecimal.ONE)) {
            hold.settle("m", 10, 5, new BigDecimal("1.1"));
        }

        try (Budget.Hold free = budget.hold(BigDecimal.ZERO)) {
            free.settle("free", 100, 40, BigDecimal.ZERO);
        }

        assertThat(budget.report().total().calls()).isEqualTo(2);
    }

    @Test
    void aDayThatIsSpentEndsAtMidnightAndTheWholeBudgetDoesNot() throws Exception {
        Budget budget = budget("1", "1.5");
        spend(budget, "1");

        assertThatExceptionOfType(BudgetSpentException.class)
                .isThrownBy(() -> budget.hold(BigDecimal.ONE))
                .satisfies(spent -> assertThat(spent.pause()).isEqualTo(Duration.ofHours(2)));

        now = now.plus(Duration.ofHours(2));
        spend(budget, "0.5");
        now = now.plus(Duration.ofDays(1));
        assertThatExceptionOfType(BudgetSpentException.class)
                .isThrownBy(() -> budget.hold(new BigDecimal("0.01")))
                .withMessage("The whole budget, 1.5 dollars, is spent");
    }

    @Test
    void whatWasSpentIsKnownAfterARestartAndToOtherInstances() throws Exception {
        spend(budget("1", null), "0.000000000001");
        Budget other = budget("1", null);
        spend(other, "0.4");

        assertThat(budget("1", null).report().day())
                .isEqualTo(new Spending(2, 20, 10, new BigDecimal("0.400000000001")));
        assertThat(other.ofModel("m").calls()).isEqualTo(2);
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() throws Exception {
        Budget budget = budget("1", null);
        budget.report();
        ledger.away = true;
        spend(budget, "0.3");
        ledger.away = false;
        spend(budget, "0.2");

        assertThat(budget("1", null).report().day().dollars()).isEqualByComparingTo("0.5");
    }

    @Test
    void callsThatEndTogetherAreWrittenTogetherAndHoldUpNoCallThatBegins() throws Exception {
        Budget budget = budget("12", null);
        budget.report();
        CountDownLatch gate = new CountDownLatch(1);
        ledger.gate = gate;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> spendQuietly(budget));
            await().until(() -> ledger.writes.get() == 1);
            List<Thread> others = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 9; i++) {
                threads.submit(() -> {
                    others.add(Thread.currentThread());
                    spendQuietly(budget);
                });
            }
            await().until(() ->
                    others.size() == 9 && others.stream().allMatch(each -> each.getState() == Thread.State.WAITING));

            try (Budget.Hold _ = budget.hold(new BigDecimal("9"))) {
                assertThatExceptionOfType(BudgetSpentException.class)
                        .isThrownBy(() -> budget.hold(new BigDecimal("1.01")));
            } finally {
                gate.countDown();
            }
        }

        assertThat(ledger.writes.get()).isBetween(2, 3);
        assertThat(budget("12", null).report().day()).isEqualTo(new Spending(10, 100, 50, new BigDecimal("1.0")));
    }

    @Test
    void whoLooksAtTheMetersDoesNotWaitForTheStore() throws Exception {
        Budget budget = budget("1", null);
        spend(budget, "0.3");
        now = now.plus(Duration.ofMinutes(1));
        CountDownLatch gate = new CountDownLatch(1);
        ledger.gate = gate;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> {
                try (Budget.Hold hold = budget.hold(new BigDecimal("0.1"))) {
                    hold.settle("m", 10, 5, new BigDecimal("0.1"));
                }
                return null;
            });
            try {
                await().until(() -> ledger.writes.get() == 2);
                assertThat(meters.get("citestream.summary.budget.left")
                                .tag("period", "day")
                                .gauge()
                                .value())
                        .isEqualTo(0.6);
            } finally {
                gate.countDown();
            }
        }
    }

    @Test
    void eachModelHasItsOwnTotal() throws Exception {
        Budget budget = budget(null, null);
        spend(budget, "0.3");
        try (Budget.Hold hold = budget.hold(BigDecimal.ONE)) {
            hold.settle("another", 7, 3, new BigDecimal("0.2"));
        }

        assertThat(budget.report().models())
                .isEqualTo(Map.of(
                        "m", new Spending(1, 10, 5, new BigDecimal("0.3")),
                        "another", new Spending(1, 7, 3, new BigDecimal("0.2"))));
    }

    private static void spendQuietly(Budget budget) {
        try {
            spend(budget, "0.1");
        } catch (BudgetSpentException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void spend(Budget budget, String dollars) throws BudgetSpentException {
        try (Budget.Hold hold = budget.hold(new BigDecimal(dollars))) {
            hold.settle("m", 10, 5, new BigDecimal(dollars));
        }
    }

    private Budget budget(String day, String total) {
        return new Budget(
                ledger,
                new BudgetProperties(
                        day == null ? null : new BigDecimal(day), total == null ? null : new BigDecimal(total)),
                meters,
                () -> now);
    }
}
