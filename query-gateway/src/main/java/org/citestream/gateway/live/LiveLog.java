package org.citestream.gateway.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.citestream.events.PaperEvent;
import org.citestream.events.RankEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.PaperFacts;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.index.RecordListener;
import org.citestream.gateway.live.LiveEvent.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The last 20,000 events, numbered. Followers read from it at their own pace and wait at its end, so that a slow one holds nobody up;
 * who falls behind further than it reaches is told that something was missed. What is read before the service is ready is history
 * and no event. Of an epoch the 200 papers that moved most are told.
 */
@Component
public class LiveLog implements RecordListener {

    private static final int KEPT = 20_000;
    private static final int MOST_MOVED = 200;
    private static final Comparator<LiveEvent> MOST_MOVED_FIRST = Comparator.comparingInt(
            each -> each.rankBefore() == null || each.rank() == null ? 0 : -Math.abs(each.rankBefore() - each.rank()));

    private final CitationIndex citations;
    private final InstantSource clock;
    private final LiveEvent[] ring = new LiveEvent[KEPT];
    private final String name;
    private long next = 1;
    private boolean ready;

    LiveLog(CitationIndex citations, InstantSource clock) {
        this.citations = citations;
        this.clock = clock;
        this.name = Long.toString(clock.millis(), Character.MAX_RADIX);
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void begin() {
        ready = true;
    }

    @Override
    public void papers(List<PaperEvent> changed) {
        add(
                changed,
                (number, now, each) -> new LiveEvent(
                        number,
                        Kind.PAPER,
                        now,
                        each.id(),
                        each.title(),
                        each.venue(),
                        each.status().name().toLowerCase(Locale.ROOT),
                        null,
                        null));
    }

    @Override
    public void summaries(List<SummaryEvent> changed) {
        add(
                changed,
                (number, now, each) -> new LiveEvent(
                        number,
                        Kind.SUMMARY,
                        now,
                        each.id(),
                        null,
                        venue(each.id()),
                        each.status().name().toLowerCase(Locale.ROOT),
                        null,
                        null));
    }

    @Override
    public void epoch(Ranks before, Ranks after, List<RankEvent> moved) {
        Instant now = clock.instant();
        List<LiveEvent> events = new ArrayList<>();
        for (RankEvent each : moved) {
            Integer rank = after.rank(each.id());
            Integer rankBefore = before.rank(each.id());
            if (rank != null && !rank.equals(rankBefore)) {
                events.add(new LiveEvent(0, Kind.RANK, now, each.id(), null, null, null, rankBefore, rank));
            }
        }
        List<LiveEvent> most =
                events.stream().sorted(MOST_MOVED_FIRST).limit(MOST_MOVED).toList();
        add(
                most,
                (number, _, each) -> new LiveEvent(
                        number,
                        Kind.RANK,
                        now,
                        each.paper(),
                        null,
                        venue(each.paper()),
                        null,
                        each.rankBefore(),
                        each.rank()));
    }

    /** The place at the end, from which a follower hears of what comes. */
    public synchronized long end() {
        return next;
    }

    /** The place of the first event that was seen at a moment or later, as far back as they are kept. */
    public synchronized long at(Instant moment) {
        long place = next;
        while (place > 1
                && place > next - KEPT
                && !ring[(int) ((place - 1) % KEPT)].time().isBefore(moment)) {
            place--;
        }
        return place;
    }

    /** The name of a place, by which a follower can come back; another instance does not know it. */
    public String id(long number) {
        return name + "-" + number;
    }

    /**
     * The place after a named one.
     *
     * @return nothing if the name is of another instance, or too old
     */
    public synchronized Optional<Long> after(String id) {
        if (!id.matches("[0-9a-z]{1,12}-[0-9]{1,18}") || !id.startsWith(name + "-")) {
            return Optional.empty();
        }
        long place = Long.parseLong(id.substring(name.length() + 1)) + 1;
        return place >= next - KEPT && place > 0 && place <= next ? Optional.of(place) : Optional.empty();
    }

    /**
     * The events from a place on, at most so many; waits for one where there is none.
     *
     * @return nothing if the place is too old
     */
    public synchronized Optional<List<LiveEvent>> from(long place, int most, Duration wait)
            throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (place >= next) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.of(List.of());
            }
            wait(left);
        }
        if (place < next - KEPT) {
            return Optional.empty();
        }
        List<LiveEvent> found = new ArrayList<>();
        for (long number = place; number < next && found.size() < most; number++) {
            found.add(ring[(int) (number % KEPT)]);
        }
        return Optional.of(found);
    }

    private synchronized <E> void add(List<E> happened, Form<E> form) {
        if (!ready || happened.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        for (E each : happened) {
            ring[(int) (next % KEPT)] = form.event(next, now, each);
            next++;
        }
        notifyAll();
    }

    private @Nullable String venue(int paper) {
        List<PaperFacts> facts = citations.facts(new int[] {paper});
        return facts.isEmpty() ? null : facts.getFirst().venue();
    }

    @FunctionalInterface
    private interface Form<E> {
        LiveEvent event(long number, Instant now, E happened);
    }
}
