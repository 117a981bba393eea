package org.citestream.benchmarks.product;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A process that is measured: what it says goes into a file, and it ends when this is closed or when who started it is told to end. */
public final class StartedProcess implements AutoCloseable {

    private static final int OK = 200;
    private static final int LAST_LINES = 20;
    private static final int LAST_LINES_OF_A_FAILURE = 200;
    private static final long BETWEEN_REQUESTS_MILLIS = 25;
    private static final long BETWEEN_LOOKS_MILLIS = 100;
    private static final long LONGEST_END_SECONDS = 60;
    private static final double KILOBYTES_A_MEGABYTE = 1024;

    private final Process process;
    private final Path log;
    private final long begin;
    private final Thread ending;

    private StartedProcess(Process process, Path log, long begin) {
        this.process = process;
        this.log = log;
        this.begin = begin;
        this.ending = new Thread(() -> end(process), "end of " + process.pid());
    }

    /**
     * Starts it.
     *
     * @param command whose Java, where it looks for one, is that of this process
     * @param environment what it has beside that of this process
     */
    public static StartedProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        long begin = System.nanoTime();
        StartedProcess started = new StartedProcess(builder.start(), log, begin);
        try {
            Runtime.getRuntime().addShutdownHook(started.ending);
        } catch (IllegalStateException e) {
            end(started.process);
            throw new IOException("Nothing is started any more, since all is ending", e);
        }
        return started;
    }

    /**
     * Returns when a GET is answered with 200; where it throws, the process has ended.
     *
     * @return the seconds since it was about to be started
     * @throws IOException if it ended before, or took longer, with what it said
     */
    public double awaitOk(String url, Duration longest) throws IOException, InterruptedException {
        return awaitAnswer(url, longest, status -> status == OK);
    }

    /** As {@link #awaitOk}, but for any answer: what stands still by purpose is not ready. */
    public double awaitAnswer(String url, Duration longest) throws IOException, InterruptedException {
        return awaitAnswer(url, longest, _ -> true);
    }

    private double awaitAnswer(String url, Duration longest, IntPredicate wanted)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return await(
                    () -> {
                        Integer status = status(http, request);
                        return status != null && wanted.test(status);
                    },
                    longest,
                    BETWEEN_REQUESTS_MILLIS);
        }
    }

    /** As {@link #awaitOk}, but for something that it says. */
    public double awaitSaid(String words, Duration longest) throws IOException, InterruptedException {
        return await(() -> said().contains(words), longest, BETWEEN_LOOKS_MILLIS);
    }

    /**
     * Returns when it has ended.
     *
     * @return its status
     * @throws IOException if it took longer, with what it said; it has then been ended
     */
    public int awaitEnd(Duration longest) throws IOException, InterruptedException {
        await(() -> !process.isAlive(), longest, BETWEEN_LOOKS_MILLIS);
        return process.exitValue();
    }

    private double await(Look look, Duration longest, long betweenMillis) throws IOException, InterruptedException {
        boolean there = false;
        try {
            while (!look.isThere()) {
                if (!process.isAlive()) {
                    throw failure("ended with " + process.exitValue());
                }
                if (System.nanoTime() - begin > longest.toNanos()) {
                    throw failure("took longer than " + longest.toSeconds() + " s");
                }
                TimeUnit.MILLISECONDS.sleep(betweenMillis);
            }
            there = true;
            return (System.nanoTime() - begin) / 1e9;
        } finally {
            if (!there) {
                close();
            }
        }
    }

    private IOException failure(String what) throws IOException {
        return new IOException("The process " + what + "; " + log + " ends with:\n" + last(LAST_LINES_OF_A_FAILURE));
    }

    private static @Nullable Integer status(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return null; // not listening yet
        }
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** With what it ended, once it has. */
    public int status() {
        return process.exitValue();
    }

    /** Processor time that it has had, of all threads, also those that ended, in seconds; NaN where the system does not tell. */
    public double processorSeconds() {
        return process.info()
                .totalCpuDuration()
                .map(spent -> spent.toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    /**
     * What Linux says of its memory.
     *
     * @param figure such as {@code VmRSS}, what is resident now, or {@code VmHWM}, the most that was
     * @return megabytes; NaN where the system does not tell
     */
    public double megabytes(String figure) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        return !Files.exists(status)
                ? Double.NaN
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith(figure + ":"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KILOBYTES_A_MEGABYTE)
                        .findFirst()
                        .orElse(Double.NaN);
    }

    /** The end of what it said, with how it ended. */
    public String lastWords() throws IOException {
        return last(LAST_LINES) + (process.isAlive() ? "" : "\nended with " + process.exitValue());
    }

    private String last(int count) throws IOException {
        List<String> lines = said().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    /** What it said, of which the last character may be there in half. */
    private String said() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    /** Ends it, in order where it does so within a minute. */
    @Override
    public void close() {
        end(process);
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // This is the end of all, of which the hook is a part.
        }
    }

    /** With those that it started, such as what a script runs. */
    private static void end(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        started.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** A look at whether what is awaited is there. */
    private interface Look {
        boolean isThere() throws IOException, InterruptedException;
    }
}
