package org.citestream.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.citestream.events.start.StartFailures;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;

/** {@code ./quickstart}: starts everything, shows how far the papers have come, and says where to look. */
public final class Quickstart {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

    private static final Map<String, String> LOGGING = Map.of(
            "logging.level.root", "warn",
            "logging.level.org.citestream", "info",
            "logging.threshold.console", "off");

    private final PrintStream out =
            new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Options options;
    private final Instant begun = Instant.now();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Standalone running;
    private volatile boolean stopping;

    private Quickstart(Options options) {
        this.options = options;
    }

    public static void main(String[] args) throws InterruptedException {
        Options options = new Options();
        CommandLine commandLine = new CommandLine(options);
        try {
            commandLine.parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            commandLine.getErr().println(e.getMessage());
            commandLine.usage(commandLine.getErr());
            System.exit(2);
        }
        if (options.help) {
            commandLine.usage(commandLine.getOut());
            return;
        }
        System.exit(new Quickstart(options).run());
    }

    private int run() throws InterruptedException {
        List<Path> imports = new ArrayList<>();
        if (!options.noSample) {
            imports.add(options.sample);
        }
        imports.addAll(options.imports);
        for (Path file : imports) {
            if (!Files.isReadable(file)) {
                out.println("Cannot read " + file + "; name a readable file with --import.");
                return 2;
            }
        }
        // The console is for progress; what the parts have to say goes to the log file, once the first service has
        // opened it.
        LoggingSystem.get(Quickstart.class.getClassLoader()).beforeInitialize();
        java.util.logging.Logger.getLogger("org.apache").setLevel(java.util.logging.Level.WARNING);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        long begin = System.nanoTime();
        Standalone standalone;
        try {
            standalone = Standalone.start(
                    options.data.toAbsolutePath().normalize(),
                    options.port,
                    imports.stream()
                            .map(file -> file.toAbsolutePath().normalize())
                            .toList(),
                    properties(),
                    this::starting);
            running = standalone;
        } catch (IOException | RuntimeException e) {
            if (!stopping) {
                out.println("Could not start: " + rootMessage(e));
                out.println("See " + options.data.resolve("logs/citestream.log"));
            }
            return 1;
        } finally {
            started.countDown();
        }
        out.printf("Started in %.1f s%n%n", (System.nanoTime() - begin) / 1e9);
        sayWhere(standalone);
        boolean allImported = watch(standalone);
        if (options.untilDone) {
            return allImported ? 0 : 1;
        }
        out.println();
        sayWhere(standalone);
        stopped.await();
        return 0;
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(LOGGING);
        if (options.mongodb != null) {
            properties.put("spring.mongodb.uri", options.server());
        }
        return properties;
    }

    private void starting(String part) {
        if (stopping) {
            throw new CancellationException("stopped while starting");
        }
        out.println("Starting: " + part);
    }

    private void sayWhere(Standalone standalone) {
        out.println("Pages:  " + standalone.address() + "/");
        out.println("API:    " + standalone.address() + "/api/v1/papers?sort=rank");
        out.println("Submit: curl -H 'X-API-Key: " + standalone.apiKey()
                + "' -H 'Content-Type: application/x-ndjson' --data-binary @FILE " + standalone.address()
                + "/api/v1/submissions");
        out.println("Ctrl-C stops it; ./quickstart --data " + options.data
                + (options.mongodb == null ? "" : " with the same --mongodb") + " brings it back as it was.");
        out.println();
    }

    /** Shows how far it is until all is done; returns whether every file could be read. */
    private boolean watch(Standalone standalone) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String last = "";
            Set<String> told = new HashSet<>();
            while (true) {
                Progress progress;
                try {
                    progress = Progress.of(http, standalone.address(), begun);
                } catch (IOException e) {
                    out.println("Cannot ask how far it is: " + e.getMessage());
                    Thread.sleep(BETWEEN_LINES);
                    continue;
                }
                for (Progress.EndedImport ended : progress.endedImports()) {
                    if (told.add(ended.id())) {
                        out.println(ended.line());
                    }
                }
                if (!progress.line().equals(last)) {
                    last = progress.line();
                    out.println(last);
                }
                if (progress.isDone()) {
                    return progress.allImported();
                }
                Thread.sleep(BETWEEN_LINES);
            }
        }
    }

    /** What is starting is not broken off: the next part is not started, and those that are there are closed in order. */
    private void stop() {
        stopping = true;
        if (started.getCount() == 0 && running == null) {
            return;
        }
        out.println("Stopping …");
        try {
            started.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Standalone standalone = running;
        if (standalone != null) {
            standalone.close();
        }
        out.println("Stopped.");
        stopped.countDown();
    }

    private static String rootMessage(Throwable failure) {
        String known = StartFailures.inWords(failure);
        if (known != null) {
            return known.replace("spring.mongodb.uri", "--mongodb");
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
