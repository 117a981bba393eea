package org.citestream.summary.spending;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was spent today and in all, by all instances, as far as it is known here. Each call is in the ledger when {@link #add} returns,
 * if the ledger is there; where many calls end together, they are written together. Nobody who only asks waits for the ledger, but
 * for the first of a day.
 */
final class Totals {

    /** How old the totals may be, which is how late others' spending is known. */
    static final Duration REFRESH = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Totals.class);
    private static final String ALL = "total";
    private static final String MODEL = "model ";
    private static final String PAPER = "paper ";

    private final Ledger ledger;
    private final InstantSource clock;
    /** Whose turn it is to speak with the ledger; taken before {@link #lock}, under which nothing waits for the ledger. */
    private final ReentrantLock turn = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Spending> unwritten = new HashMap<>();
    private volatile Spending ofDay = Spending.NONE;
    private volatile Spending ofAll = Spending.NONE;
    private volatile @Nullable LocalDate day;
    private volatile Instant read = Instant.MIN;

    Totals(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    Spending day() {
        return ofDay;
    }

    Spending all() {
        return ofAll;
    }

    /** Whether the ledger was ever read. */
    boolean isKnown() {
        return day != null;
    }

    /** What was ever spent on a model. */
    Spending ofModel(String model) {
        String name = nameOf(model);
        return ledger.read(List.of(name)).getOrDefault(name, Spending.NONE);
    }

    /** What was ever spent on each model, those included that are asked no longer. */
    Map<String, Spending> ofModels() {
        Map<String, Spending> found = new TreeMap<>();
        ledger.readAll(MODEL).forEach((name, spending) -> found.put(name.substring(MODEL.length()), spending));
        return found;
    }

    /** What was ever spent on the summary of a paper. */
    Spending ofPaper(int id) {
        inTurn(this::flush);
        String name = PAPER + id;
        return ledger.read(List.of(name)).getOrDefault(name, Spending.NONE);
    }

    /** Reads the ledger. */
    void read() {
        inTurn(this::readInTurn);
    }

    /** Reads the ledger if that is due, without waiting for it. */
    void refreshLater() {
        if (!isOfToday() || isOld()) {
            Thread.ofVirtual().name("spending").start(this::readQuietly);
        }
    }

    /** A day begins, for which all wait; or what others spent may have changed, which one finds out while the others go on. */
    void refresh() {
        if (!isOfToday()) {
            inTurn(() -> {
                if (!isOfToday()) {
                    readInTurn();
                }
            });
        } else if (isOld() && turn.tryLock()) {
            try {
                readInTurn();
            } finally {
                turn.unlock();
            }
        }
    }

    private boolean isOfToday() {
        return today().equals(day);
    }

    private boolean isOld() {
        return !clock.instant().isBefore(read.plus(REFRESH));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void inTurn(Runnable work) {
        turn.lock();
        try {
            work.run();
        } finally {
            turn.unlock();
        }
    }

    private void readInTurn() {
        flush();
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Map<String, Spending> found = ledger.read(List.of(today.toString(), ALL));
        lock.lock();
        try {
            // What was spent since is not in the ledger yet.
            ofDay = found.getOrDefault(today.toString(), Spending.NONE).plus(unwritten(today.toString()));
            ofAll = found.getOrDefault(ALL, Spending.NONE).plus(unwritten(ALL));
            day = today;
            read = now;
        } finally {
            lock.unlock();
        }
    }

    private Spending unwritten(String name) {
        return unwritten.getOrDefault(name, Spending.NONE);
    }

    void add(String model, Spending spending) {
        lock.lock();
        try {
            ofDay = ofDay.plus(spending);
            ofAll = ofAll.plus(spending);
            for (String name : List.of(today().toString(), ALL, nameOf(model))) {
                unwritten.merge(name, spending, Spending::plus);
            }
            Integer paper = PaidFor.paper();
            if (paper != null) {
                unwritten.merge(PAPER + paper, spending, Spending::plus);
            }
        } finally {
            lock.unlock();
        }
        try {
            inTurn(this::flush);
        } catch (RuntimeException e) {
            log.warn("What was spent is written with what comes next: {}", e.toString());
        }
    }

    /** Writes what all spent until now; who waited for this turn finds it done. */
    private void flush() {
        Map<String, Spending> some;
        lock.lock();
        try {
            if (unwritten.isEmpty()) {
                return;
            }
            some = Map.copyOf(unwritten);
            unwritten.clear();
        } finally {
            lock.unlock();
        }
        try {
            ledger.add(some);
        } catch (RuntimeException e) {
            lock.lock();
            try {
                some.forEach((name, spending) -> unwritten.merge(name, spending, Spending::plus));
            } finally {
                lock.unlock();
            }
            throw e;
        }
    }

    private void readQuietly() {
        if (turn.tryLock()) {
            try {
                readInTurn();
            } catch (RuntimeException e) {
                log.debug("What was spent is not known at present: {}", e.toString());
            } finally {
                turn.unlock();
            }
        }
    }

    private static String nameOf(String model) {
        return MODEL + model;
    }
}
