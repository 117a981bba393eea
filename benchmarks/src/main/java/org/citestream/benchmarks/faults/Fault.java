package org.citestream.benchmarks.faults;

import java.time.Duration;

/** Something that is done to the system, and undone. */
public sealed interface Fault {

    /** Killed as by {@code kill -9}, and started again after a while. */
    record Kill(Part part, Duration away) implements Fault {
        @Override
        public String toString() {
            return "kill " + part.label();
        }
    }

    /** Everything is killed at once, and started again after a while. */
    record Blackout(Duration away) implements Fault {
        @Override
        public String toString() {
            return "kill all";
        }
    }

    /** Stopped as by SIGSTOP, and continued after a while. */
    record Pause(Part part, Duration lasts) implements Fault {
        @Override
        public String toString() {
            return "pause " + part.label() + " " + seconds(lasts);
        }
    }

    /** Another instance comes and goes, which moves partitions twice. */
    record Join(Part service, Duration stays, boolean killed) implements Fault {
        @Override
        public String toString() {
            return "join " + service.label() + (killed ? " and kill" : " and leave");
        }
    }

    /** Another instance comes; then the first is stopped for so long that it is taken for dead, and goes on as if nothing had been; then the other is killed. */
    record Zombie(Part service, Duration lasts) implements Fault {
        @Override
        public String toString() {
            return "zombie " + service.label() + " " + seconds(lasts);
        }
    }

    /** All connections are cut, and none is let through for a while. */
    record Cut(Link link, Duration lasts) implements Fault {
        @Override
        public String toString() {
            return "cut " + link.label() + " " + seconds(lasts);
        }
    }

    /** All that is said is held up by so much, for a while. */
    record Slow(Link link, Duration delay, Duration lasts) implements Fault {
        @Override
        public String toString() {
            return "slow " + link.label() + " by " + delay.toMillis() + " ms";
        }
    }

    /** Killed, put back to where it stood long ago, and started: it reads again what it has read. */
    record Rewind(Part service, double share) implements Fault {
        @Override
        public String toString() {
            return "rewind " + service.label() + " to " + Math.round(100 * share) + " %";
        }
    }

    /** Its disk fills up; there is room again after a while, and it is started again. */
    record FullDisk(Part part, Duration lasts) implements Fault {
        @Override
        public String toString() {
            return "full disk of " + part.label();
        }
    }

    /** Its clock is put forward or back, and put right after a while. */
    record Jump(Part part, Duration by, Duration lasts) implements Fault {
        @Override
        public String toString() {
            return "clock of " + part.label() + " " + (by.isNegative() ? "" : "+") + by.toMinutes() + " min";
        }
    }

    private static String seconds(Duration duration) {
        return Math.round(duration.toMillis() / 1000.0) + " s";
    }
}
