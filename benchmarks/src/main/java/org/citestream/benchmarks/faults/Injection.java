package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does to a cluster what a schedule says, and undoes it. */
final class Injection {

    private static final Duration LONGEST_START = Duration.ofSeconds(20);
    private static final Duration AFTER_WAKING = Duration.ofSeconds(2);
    private static final Duration BETWEEN_NOTES = Duration.ofMillis(500);
    private static final int BETWEEN_LOOKS_MILLIS = 100;

    private final Cluster cluster;
    private final List<String> left = Collections.synchronizedList(new ArrayList<>());

    Injection(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Returns when the last fault is undone. */
    void run(Schedule schedule) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Schedule.Timed each : schedule.faults()) {
                running.add(threads.submit(() -> {
                    sleep(each.after().minusNanos(System.nanoTime() - begin));
                    inject(each.fault());
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("A fault could not be injected", e.getCause());
        }
    }

    /** Faults that are not possible here. */
    List<String> leftOut() {
        return List.copyOf(left);
    }

    private void inject(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case Fault.Kill(Part part, Duration away) -> {
                kill(part);
                sleep(away);
                start(part);
            }
            case Fault.Blackout(Duration away) -> {
                for (Part part : Part.values()) {
                    kill(part);
                }
                sleep(away);
                for (Part part : Part.values()) {
                    start(part);
                }
            }
            case Fault.Pause(Part part, Duration lasts) -> {
                cluster.node(part).signal("STOP");
                sleep(lasts, part == Part.STORE);
                cluster.node(part).signal("CONT");
            }
            case Fault.Join(Part service, Duration stays, boolean killed) -> {
                NodeProcess another = cluster.join(service);
                awaitReady(another);
                sleep(stays);
                if (killed) {
                    note(service);
                }
                cluster.leave(another, killed);
            }
            case Fault.Zombie(Part service, Duration lasts) -> {
                NodeProcess another = cluster.join(service);
                awaitReady(another);
                // To be taken for dead is a death as far as others know.
                note(service);
                cluster.node(service).signal("STOP");
                sleep(lasts);
                cluster.node(service).signal("CONT");
                sleep(AFTER_WAKING);
                note(service);
                cluster.leave(another, true);
            }
            case Fault.Cut(Link link, Duration lasts) -> {
                cluster.link(link).cut(true);
                sleep(lasts, link == Link.toStore(Part.SUMMARY));
                cluster.link(link).cut(false);
            }
            case Fault.Slow(Link link, Duration delay, Duration lasts) -> {
                cluster.link(link).delay(delay);
                sleep(lasts, link == Link.toStore(Part.SUMMARY));
                cluster.link(link).delay(Duration.ZERO);
            }
            case Fault.Rewind(Part service, double share) -> {
                note(service);
                cluster.rewind(service, share);
            }
            case Fault.FullDisk(Part part, Duration lasts) -> {
                if (!cluster.disk(part).isMounted()) {
                    left.add(fault.toString());
                    return;
                }
                cluster.disk(part).fill();
                sleep(lasts, part == Part.STORE);
                cluster.disk(part).free();
                kill(part);
                start(part);
            }
            case Fault.Jump(Part part, Duration by, Duration lasts) -> {
                cluster.node(part).tell(by.toString());
                sleep(lasts);
                cluster.node(part).tell(Duration.ZERO.toString());
            }
        }
    }

    private static void awaitReady(NodeProcess another) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!Reading.isReady(another.address()) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    private void kill(Part part) throws InterruptedException {
        note(part);
        cluster.node(part).kill();
    }

    private void note(Part part) {
        if (part == Part.SUMMARY || part == Part.STORE) {
            cluster.killed();
        }
    }

    /** One that has ended by itself meanwhile may have been started by whoever waits for all to be ready. */
    private void start(Part part) throws IOException {
        if (!cluster.node(part).isAlive()) {
            cluster.node(part).start();
        }
    }

    /** While the summary service cannot reach its store, what it was answered is not kept, as if it were killed all the time. */
    private void sleep(Duration time, boolean keepsNothing) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (keepsNothing && System.nanoTime() < end) {
            cluster.killed();
            sleep(BETWEEN_NOTES);
        }
        sleep(Duration.ofNanos(end - System.nanoTime()));
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, time.toNanos()));
    }
}
