package org.citestream.gateway.history;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.index.RecordListener;
import org.springframework.stereotype.Component;

/**
 * The ranks and citations of earlier moments, for telling who moved. A moment is kept about every ten minutes for an hour, every two
 * hours for a day and every day for eight days, 27 at most. They begin anew with the service, so a window may reach back less far
 * than its name says; the answer says how far.
 */
@Component
public class Movement implements RecordListener {

    private static final Duration BETWEEN = Duration.ofMinutes(10);

    private final CitationIndex citations;
    private volatile List<Moment> moments = List.of();

    Movement(CitationIndex citations) {
        this.citations = citations;
    }

    @Override
    public synchronized void epoch(Ranks before, Ranks after, List<RankEvent> moved) {
        RankEpoch epoch = after.epoch();
        if (epoch == null) {
            return;
        }
        Instant now = epoch.time();
        if (!moments.isEmpty() && moments.getLast().time.plus(BETWEEN).isAfter(now)) {
            return;
        }
        Int2IntOpenHashMap counts = new Int2IntOpenHashMap();
        for (Edge each : citations.livePapers()) {
            counts.put(each.id(), each.citations());
        }
        List<Moment> kept = new ArrayList<>();
        Instant last = Instant.MIN;
        for (Moment each : moments) {
            Duration age = Duration.between(each.time, now);
            Duration apart = age.compareTo(Duration.ofHours(1)) <= 0
                    ? BETWEEN
                    : age.compareTo(Duration.ofDays(1)) <= 0 ? Duration.ofHours(2) : Duration.ofDays(1);
            boolean inReach = age.compareTo(Duration.ofDays(8)) <= 0;
            if (inReach && (last.equals(Instant.MIN) || !last.plus(apart).isAfter(each.time))) {
                kept.add(each);
                last = each.time;
            }
        }
        kept.add(new Moment(now, after, counts));
        moments = List.copyOf(kept);
    }

    /** The moment with which a window is compared: the latest that is as old as the window, or else the oldest there is. */
    public Optional<Moment> since(Window window, Ranks ranks) {
        RankEpoch epoch = ranks.epoch();
        List<Moment> all = moments;
        if (epoch == null || all.isEmpty()) {
            return Optional.empty();
        }
        Instant begin = epoch.time().minus(window.length);
        return all.stream()
                .filter(each -> !each.time.isAfter(begin))
                .reduce((_, later) -> later)
                .or(() -> Optional.of(all.getFirst()));
    }

    /** By paper, how many places it gained in a window; below zero where it lost some. Papers that were not ranked are left out. */
    public Map<Integer, Integer> gained(Window window, Ranks ranks) {
        Moment then = since(window, ranks).orElse(null);
        Map<Integer, Integer> gained = new HashMap<>();
        if (then != null) {
            for (Edge each : citations.livePapers()) {
                Integer before = then.ranks.rank(each.id());
                Integer now = ranks.rank(each.id());
                if (before != null && now != null && !before.equals(now)) {
                    gained.put(each.id(), before - now);
                }
            }
        }
        return gained;
    }

    /** By paper, how many citations it gained since a moment; papers that were not there then count from none. */
    public Map<Integer, Integer> cited(Moment since) {
        Map<Integer, Integer> gained = new HashMap<>();
        for (Edge each : citations.livePapers()) {
            int more = each.citations() - since.citations.getOrDefault(each.id(), 0);
            if (more > 0) {
                gained.put(each.id(), more);
            }
        }
        return gained;
    }

    /** How far back is looked. */
    public enum Window {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7));

        private final Duration length;

        Window(Duration length) {
            this.length = length;
        }
    }

    /**
     * An earlier moment.
     *
     * @param time of its epoch
     * @param ranks at that moment
     * @param citations by paper, how many cited it; not to be written to
     */
    public record Moment(Instant time, Ranks ranks, Int2IntOpenHashMap citations) {}
}
