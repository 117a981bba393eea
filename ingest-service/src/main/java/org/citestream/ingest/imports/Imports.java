package org.citestream.ingest.imports;

import com.mongodb.WriteConcern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.citestream.events.ContentHash;
import org.citestream.events.Submission;
import org.citestream.events.stream.Transience;
import org.citestream.ingest.assembly.Excerpts;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.ReadingCounts;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.identity.Backlog;
import org.citestream.ingest.intake.Receipt;
import org.citestream.ingest.intake.SubmissionLog;
import org.citestream.ingest.submission.Reading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Reads the named files, one after the other, and goes on with those that a stop cut short. While the store or the broker is away an
 * import waits, and goes on from its checkpoint; it fails only where the file cannot be read.
 */
@Component
class Imports implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Imports.class);
    private static final int IN_FLIGHT = 5000;
    private static final int TOGETHER = 500;
    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LONGEST_RETRY_MILLIS = 15_000;

    private final ImportProperties properties;
    private final FeedFiles feedFiles;
    private final SubmissionLog submissions;
    private final Excerpts excerpts;
    private final Backlog backlog;
    private final MongoTemplate mongo;
    private final InstantSource clock;
    private final Map<String, FileImport> current = new LinkedHashMap<>();
    private final Thread worker = Thread.ofPlatform().name("imports").daemon().unstarted(this::runAll);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean running;

    Imports(
            ImportProperties properties,
            FeedFiles feedFiles,
            SubmissionLog submissions,
            Excerpts excerpts,
            Backlog backlog,
            MongoTemplate mongo,
            InstantSource clock) {
        this.properties = properties;
        this.feedFiles = feedFiles;
        this.submissions = submissions;
        this.excerpts = excerpts;
        this.backlog = backlog;
        this.mongo = mongo;
        this.clock = clock;
        mongo.setWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** Every import that is known, in the order in which they are run. */
    List<FileImport> all() {
        synchronized (current) {
            return List.copyOf(current.values());
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        for (FileImport known : mongo.findAll(FileImport.class)) {
            put(known);
        }
        for (Path file : properties.files()) {
            plan(file.toAbsolutePath().normalize());
        }
        running = true;
        worker.start();
    }

    private void plan(Path file) {
        String id = idOf(file);
        FileImport known = mongo.findById(id, FileImport.class);
        if (known != null && known.state() == FileImport.State.DONE) {
            log.info("{} was imported before and has not changed", file);
            return;
        }
        save(known != null ? known.again() : FileImport.planned(id, file, clock.instant()));
    }

    /** Another id for another state of the file, as far as its size and the time of its last change tell. */
    private static String idOf(Path file) {
        try {
            return ContentHash.of(file, Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            // It cannot be read, which the import of it says.
            return ContentHash.of(file);
        }
    }

    private void runAll() {
        for (FileImport each : all()) {
            if (running && each.state() == FileImport.State.RUNNING) {
                run(each);
            }
        }
    }

    private void run(FileImport planned) {
        log.info(
                "Importing {}{}",
                planned.file(),
                planned.checkpoint() == 0 ? "" : " from record " + planned.checkpoint());
        FileImport from = planned;
        BackOffExecution pauses = untilItPasses().start();
        while (running) {
            Run run = new Run(from);
            try {
                read(run);
                return;
            } catch (StoppedException _) {
                break;
            } catch (RuntimeException e) {
                log.warn("Importing {} waits until this has passed: {}", planned.file(), e.toString());
                if (run.state.checkpoint() > from.checkpoint()) {
                    pauses = untilItPasses().start();
                }
                from = run.state;
                pause(pauses.nextBackOff());
            }
        }
        log.info("Stopped importing {}; it goes on at the next start", planned.file());
    }

    /**
     * Reads the file to its end, or notes why it cannot be read.
     *
     * @throws RuntimeException if it was a trouble that passes
     */
    private void read(Run run) {
        String file = run.state.file();
        if (!idOf(Path.of(file)).equals(run.state.id())) {
            // The checkpoint counts the records of a file that is no more.
            String why = "the file is gone or has changed since it was begun; name it again to import it as it is now";
            save(run.state.failed(why, clock.instant()));
            log.error("Did not go on importing {}: {}", file, why);
            return;
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            ReadingReport report = feedFiles.read(in, "import", run::take);
            run.drain();
            save(run.state.done(report, run.counts.outside(), clock.instant()));
            log.info(
                    "Imported {}: {} read, {} accepted, {} of them outside of the collection, {} refused, left out {}",
                    file,
                    report.read(),
                    report.accepted(),
                    run.counts.outside(),
                    report.refused(),
                    report.leftOut());
        } catch (IOException | UncheckedIOException | StackOverflowError e) {
            // Of the file: the store and the broker have exceptions of their own.
            fail(run, e);
        } catch (RuntimeException e) {
            if (e instanceof StoppedException || Transience.passes(e)) {
                throw e;
            }
            fail(run, e);
        }
    }

    /** What came before stands, and is counted when it is acknowledged. */
    private void fail(Run run, Throwable e) {
        run.drain();
        ReadingReport report = run.counts.report();
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        log.error("Could not import {} to its end, which breaks off after {}: {}", run.state.file(), report, why, e);
        save(run.state.done(report, run.counts.outside(), clock.instant()).failed(why, clock.instant()));
    }

    private static ExponentialBackOff untilItPasses() {
        ExponentialBackOff backOff = new ExponentialBackOff(FIRST_RETRY_MILLIS, 2);
        backOff.setMaxInterval(LONGEST_RETRY_MILLIS);
        return backOff;
    }

    private void pause(long millis) {
        try {
            if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
                log.debug("Stopped while an import waited");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void save(FileImport state) {
        mongo.save(state);
        put(state);
    }

    private void put(FileImport state) {
        synchronized (current) {
            current.put(state.id(), state);
        }
    }

    @Override
    public void start() {
        // begins when the application is ready
    }

    @Override
    public void stop() {
        running = false;
        stopping.countDown();
        try {
            worker.join(5000);
            worker.interrupt(); // it may be waiting for room
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private interface Waiting {
        void await() throws InterruptedException;
    }

    private static void uninterrupted(Waiting waiting) {
        try {
            waiting.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    /** The service is stopping. */
    private static final class StoppedException extends RuntimeException {}

    /** One file on its way. */
    private final class Run {

        private final long from;
        private final Queue<CompletableFuture<Receipt>> waiting = new ArrayDeque<>();
        private final ReadingCounts counts = new ReadingCounts();
        /** Excerpts that are not sent yet. */
        private final List<Submission> toComplete = new ArrayList<>();

        private FileImport state;
        private long number;
        private long sinceCheckpoint;

        Run(FileImport planned) {
            this.state = planned;
            this.from = planned.checkpoint();
        }

        void take(Reading reading) {
            if (!running) {
                drain();
                checkpoint();
                throw new StoppedException();
            }
            number = reading.number();
            counts.add(reading);
            switch (reading) {
                case Reading.LeftOut _ -> {
                    // is counted
                }
                case Reading.Refused refusal -> {
                    if (number > from) {
                        log.warn(
                                "{}: record {}{} refused: {} {}",
                                state.file(),
                                refusal.number(),
                                refusal.recordKey() == null ? "" : " (" + refusal.recordKey() + ")",
                                refusal.field(),
                                refusal.reason());
                    }
                }
                case Reading.Accepted submission -> {
                    if (number > from) {
                        add(submission);
                    }
                }
            }
        }

        private void add(Reading.Accepted accepted) {
            if (sinceCheckpoint % TOGETHER == 0) {
                uninterrupted(backlog::awaitRoom);
            }
            if (accepted.excerpt()) {
                toComplete.add(accepted.submission());
                if (toComplete.size() >= TOGETHER) {
                    complete();
                }
            } else {
                send(accepted.submission());
            }
            if (++sinceCheckpoint >= properties.checkpointEvery()) {
                drain();
                checkpoint();
                sinceCheckpoint = 0;
            }
        }

        private void send(Submission submission) {
            waiting.add(submissions.add(submission));
            if (waiting.size() > IN_FLIGHT) {
                waiting.remove().join();
            }
        }

        private void complete() {
            if (!toComplete.isEmpty()) {
                acknowledged();
                uninterrupted(() -> excerpts.completed(toComplete).forEach(this::send));
                toComplete.clear();
            }
        }

        /** Waits until all is acknowledged. */
        private void drain() {
            complete();
            acknowledged();
        }

        private void acknowledged() {
            while (!waiting.isEmpty()) {
                waiting.remove().join();
            }
        }

        private void checkpoint() {
            if (number > from) {
                state = state.at(number, counts.report(), counts.outside());
                save(state);
            }
        }
    }
}
