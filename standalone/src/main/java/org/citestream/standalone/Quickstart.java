package org.citestream.standalone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
    private final CountDownLatch stopped = new CountDownLatch(1);

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
        long begin = System.nanoTime();
        Standalone standalone;
        try {
            standalone = Standalone.start(
                    options.data.toAbsolutePath().normalize(),
                    options.port,
                    imports.stream()
                            .map(file -> file.toAbsolutePath().normalize())
                            .toList(),
                    LOGGING,
                    part -> out.println("Starting: " + part));
        } catch (IOException | RuntimeException e) {
            out.println("Could not start: " + rootMessage(e));
            out.println("See " + options.data.resolve("logs/citestream.log"));
            return 1;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(standalone), "stop"));
        out.printf("Started in %.1f s%n%n", (System.nanoTime() - begin) / 1e9);
        watch(standalone);
        if (options.untilDone) {
            return 0;
        }
        out.println("Ctrl-C stops it; ./quickstart --data " + options.data + " brings it back as it was.");
        stopped.await();
        return 0;
    }

    private void watch(Standalone standalone) throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String last = "";
            while (true) {
                Progress progress;
                try {
                    progress = Progress.of(http, standalone.address());
                } catch (IOException e) {
                    out.println("Cannot ask how far it is: " + e.getMessage());
                    Thread.sleep(BETWEEN_LINES);
                    continue;
                }
                if (!progress.line().equals(last)) {
                    last = progress.line();
                    out.println(last);
                }
                if (progress.isDone()) {
                    if (!progress.failedImport().isEmpty()) {
                        out.println("Not imported: " + progress.failedImport());
                    }
                    break;
                }
                Thread.sleep(BETWEEN_LINES);
            }
        }
        out.println();
        out.println("Pages:  " + standalone.address() + "/");
        out.println("API:    " + standalone.address() + "/api/v1/papers?sort=rank");
        out.println("Submit: curl -H 'X-API-Key: " + standalone.apiKey()
                + "' -H 'Content-Type: application/x-ndjson' --data-binary @FILE " + standalone.address()
                + "/api/v1/submissions");
    }

    private void stop(Standalone standalone) {
        out.println("Stopping …");
        standalone.close();
        out.println("Stopped.");
        stopped.countDown();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
