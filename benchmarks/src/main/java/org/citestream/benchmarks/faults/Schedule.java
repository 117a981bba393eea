package org.citestream.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Which faults come when, as it follows from a seed.
 *
 * @param seed the seed
 * @param faults in the order in which they begin
 * @param echo whether old records are written again when all is at rest
 * @param rebuildAll whether not the gateway alone, but ingest and ranking as well read everything again in the end
 */
public record Schedule(long seed, List<Timed> faults, boolean echo, boolean rebuildAll) {

    /** Over how long faults begin. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final int FEWEST = 2;
    private static final int MOST = 6;
    private static final int AWAY_MILLIS = 1500;
    private static final int PAUSE_MILLIS = 9000;
    private static final int STAY_MILLIS = 6000;
    private static final int CUT_MILLIS = 3000;
    private static final int SLOW_MILLIS = 4000;
    private static final int DELAY_MILLIS = 150;
    /** Longer than a request to the broker may take. */
    private static final Duration TOO_SLOW = Duration.ofSeconds(4);

    private static final int JUMP_MINUTES = 180;
    /** A part is left alone for so long after the end of a fault. */
    private static final int REST_MILLIS = 1500;

    /**
     * A fault and its moment.
     *
     * @param after the start of the run
     * @param fault what is done
     */
    public record Timed(Duration after, Fault fault) {}

    /** The schedule of a seed. */
    public static Schedule of(long seed) {
        Random random = new Random(seed);
        List<Timed> faults = new ArrayList<>();
        Map<Part, Long> busyUntil = new EnumMap<>(Part.class);
        int count = FEWEST + random.nextInt(MOST - FEWEST + 1);
        for (int i = 0; i < count; i++) {
            long after = WINDOW.toMillis() * i / count + random.nextLong(WINDOW.toMillis() / count);
            Fault fault = fault(random);
            List<Part> parts = partsOf(fault);
            if (parts.stream().allMatch(part -> busyUntil.getOrDefault(part, 0L) <= after)) {
                faults.add(new Timed(Duration.ofMillis(after), fault));
                parts.forEach(part -> busyUntil.put(part, after + lasts(fault) + REST_MILLIS));
            }
        }
        return new Schedule(seed, List.copyOf(faults), random.nextBoolean(), random.nextBoolean());
    }

    private static Fault fault(Random random) {
        int kind = random.nextInt(100);
        if (kind < 30) {
            return new Fault.Kill(any(Part.SERVICES, random), millis(random, AWAY_MILLIS));
        }
        if (kind < 38) {
            return new Fault.Kill(Part.BROKER, millis(random, AWAY_MILLIS));
        }
        if (kind < 48) {
            return new Fault.Kill(Part.STORE, millis(random, AWAY_MILLIS));
        }
        if (kind < 60) {
            return new Fault.Pause(any(List.of(Part.values()), random), millis(random, PAUSE_MILLIS));
        }
        if (kind < 65) {
            return new Fault.Join(any(Part.SERVICES, random), millis(random, STAY_MILLIS), random.nextBoolean());
        }
        if (kind < 70) {
            return new Fault.Zombie(
                    any(Part.SERVICES, random), millis(random, PAUSE_MILLIS).plusMillis(PAUSE_MILLIS / 3));
        }
        if (kind < 78) {
            return new Fault.Cut(any(List.of(Link.values()), random), millis(random, CUT_MILLIS));
        }
        if (kind < 84) {
            return new Fault.Slow(
                    any(List.of(Link.values()), random),
                    random.nextInt(3) == 0 ? TOO_SLOW : millis(random, DELAY_MILLIS),
                    millis(random, SLOW_MILLIS));
        }
        if (kind < 92) {
            return new Fault.Rewind(any(Part.SERVICES, random), random.nextDouble());
        }
        if (kind < 94) {
            return new Fault.Blackout(millis(random, AWAY_MILLIS));
        }
        if (kind < 97) {
            return new Fault.FullDisk(random.nextBoolean() ? Part.BROKER : Part.STORE, millis(random, CUT_MILLIS));
        }
        int minutes = 1 + random.nextInt(JUMP_MINUTES);
        return new Fault.Jump(
                any(Part.WITH_CLOCK, random),
                Duration.ofMinutes(random.nextBoolean() ? minutes : -minutes),
                millis(random, SLOW_MILLIS));
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /** Half of that to all of it. */
    private static Duration millis(Random random, int most) {
        return Duration.ofMillis(most / 2 + random.nextInt(most / 2));
    }

    private static List<Part> partsOf(Fault fault) {
        return switch (fault) {
            case Fault.Kill kill -> List.of(kill.part());
            case Fault.Blackout _ -> List.of(Part.values());
            case Fault.Pause pause -> List.of(pause.part());
            // Another instance may come whatever is done to the first.
            case Fault.Join _ -> List.of();
            case Fault.Zombie zombie -> List.of(zombie.service());
            case Fault.Cut cut -> List.of(partOf(cut.link()));
            case Fault.Slow slow -> List.of(partOf(slow.link()));
            // Its positions are in the store.
            case Fault.Rewind rewind -> List.of(rewind.service(), Part.STORE);
            case Fault.FullDisk full -> List.of(full.part());
            case Fault.Jump jump -> List.of(jump.part());
        };
    }

    private static Part partOf(Link link) {
        return link == Link.BROKER ? Part.BROKER : Part.STORE;
    }

    private static long lasts(Fault fault) {
        return switch (fault) {
            case Fault.Kill kill -> kill.away().toMillis();
            case Fault.Blackout blackout -> blackout.away().toMillis();
            case Fault.Pause pause -> pause.lasts().toMillis();
            case Fault.Join join -> join.stays().toMillis();
            case Fault.Zombie zombie -> zombie.lasts().toMillis() + 2L * STAY_MILLIS;
            case Fault.Cut cut -> cut.lasts().toMillis();
            case Fault.Slow slow -> slow.lasts().toMillis();
            case Fault.Rewind _ -> AWAY_MILLIS;
            case Fault.FullDisk full -> full.lasts().toMillis();
            case Fault.Jump jump -> jump.lasts().toMillis();
        };
    }

    /** The faults in words. */
    String words() {
        return faults.stream().map(each -> each.fault().toString()).collect(Collectors.joining(", "))
                + (echo ? ", echo" : "")
                + (rebuildAll ? ", all rebuilt" : "");
    }
}
