package org.citestream.benchmarks.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.faults.Violation.Kind;
import tools.jackson.databind.JsonNode;

/** Waits until everything accepted has reached every stage, by the product's own word. */
final class Settling {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int BETWEEN_LOOKS_MILLIS = 200;

    private Settling() {}

    static void await(Cluster cluster, String when, List<Violation> violations) throws InterruptedException {
        await(cluster.node(Part.GATEWAY).address(), when, violations);
    }

    /** Returns when nothing is pending; where that does not come to be, it is a violation. */
    static void await(String address, String when, List<Violation> violations) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        Reading gateway = new Reading(address);
        JsonNode stats = null;
        while (System.nanoTime() < deadline) {
            JsonNode now = gateway.stats();
            stats = now == null ? stats : now;
            if (now != null && now.path("pending").asLong(-1) == 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        violations.add(new Violation(
                Kind.STUCK,
                "pending",
                when + " not 0 within " + LONGEST.toSeconds() + " s: " + (stats == null ? "no answer" : stats)));
    }
}
