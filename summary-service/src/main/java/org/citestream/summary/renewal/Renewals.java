package org.citestream.summary.renewal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.writing.Summariser;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Carries out orders: reads the papers again, each instance those of its partitions, and lets the intake open the work. Looks for
 * orders of other instances now and then.
 */
final class Renewals implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Renewals.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Orders orders;
    private final Intake intake;
    private final EventReaders readers;
    private final Ownership ownership;
    private final WorkList workList;
    private final Summariser summariser;
    private final Budget budget;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    Renewals(
            Orders orders,
            Intake intake,
            EventReaders readers,
            Ownership ownership,
            WorkList workList,
            Summariser summariser,
            Budget budget) {
        this.orders = orders;
        this.intake = intake;
        this.readers = readers;
        this.ownership = ownership;
        this.workList = workList;
        this.summariser = summariser;
        this.budget = budget;
    }

    /** There is an order. */
    void wake() {
        wake.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("renewals").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        Thread looking = thread;
        if (looking != null) {
            looking.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (isRunning()) {
            try {
                boolean _ = wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                wake.drainPermits();
                carryOut();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (isRunning()) {
                    log.warn("An order could not be carried out, and is tried again: {}", e.toString());
                }
            }
        }
    }

    private void carryOut() {
        long last = orders.refresh();
        if (last == 0) {
            return;
        }
        List<Integer> behind = ownership.partitions().stream()
                .filter(each -> orders.doneIn(each) < last)
                .toList();
        if (behind.isEmpty()) {
            return;
        }
        log.info("Reading partitions {} again for the orders up to {}", behind, last);
        intake.readAgain(Set.copyOf(behind));
        behind.stream().filter(ownership::owns).forEach(each -> orders.done(each, last));
    }

    /** What an order would take, from what the log and the database hold now. */
    Estimate estimate(Scope scope) {
        Map<Integer, Summariser.Use> uses = new HashMap<>();
        readers.<PaperEvent>replay("estimate", Topics.PAPERS, (_, batch) -> estimate(scope, batch, uses));
        long input = 0;
        long output = 0;
        BigDecimal dollars = BigDecimal.ZERO;
        boolean priced = true;
        for (Summariser.Use each : uses.values()) {
            input += each.tokens().input();
            output += each.tokens().output();
            BigDecimal cost = each.cost();
            priced &= cost != null;
            dollars = cost == null ? dollars : dollars.add(cost);
        }
        Budget.Report report = budget.report();
        return new Estimate(
                uses.size(), input, output, priced ? dollars : null, report.leftOfDay(), report.leftOfTotal());
    }

    private void estimate(Scope scope, Collection<Received<PaperEvent>> batch, Map<Integer, Summariser.Use> uses) {
        Map<Integer, Progress> progress =
                workList.find(batch.stream().map(each -> each.event().id()).toList());
        for (Received<PaperEvent> each : batch) {
            PaperEvent paper = each.event();
            PaperEvent.PaperAbstract given = paper.abstractText();
            SummaryEvent summary = summary(progress.get(paper.id()));
            if (paper.status() == PaperStatus.LIVE
                    && given != null
                    && summary != null
                    && summary.date() != null
                    && scope.includes(paper, summary)) {
                uses.put(paper.id(), summariser.use(new PaperText(paper.title(), given.text())));
            } else {
                uses.remove(paper.id());
            }
        }
    }

    private static @Nullable SummaryEvent summary(@Nullable Progress progress) {
        return progress == null || progress.summary() == null
                ? null
                : progress.summary().event();
    }
}
