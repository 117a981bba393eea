package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link Node} that can be started again with the same arguments. */
final class NodeProcess {

    private static final int LONGEST_STOP_SECONDS = 70;

    private final List<String> command;
    private final Path log;
    private final int port;
    private @Nullable Process process;

    NodeProcess(Launcher launcher, Part part, int megabytes, List<String> arguments, Path log, int port) {
        this.command = new ArrayList<>(launcher.command(megabytes));
        this.command.add(Node.class.getName());
        this.command.add(part.name());
        this.command.addAll(arguments);
        this.log = log;
        this.port = port;
    }

    int port() {
        return port;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    synchronized void start() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException("It runs: " + command);
        }
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** As by {@code kill -9}. */
    synchronized void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends in order, or at least ends. */
    void stop() throws InterruptedException {
        Process running;
        synchronized (this) {
            running = process;
        }
        if (running != null) {
            running.destroy();
            if (!running.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        }
    }

    /** Sends a signal, {@code STOP} or {@code CONT}. */
    void signal(String signal) throws IOException, InterruptedException {
        Process running;
        synchronized (this) {
            running = process;
        }
        if (running != null && running.isAlive()) {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(running.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IOException("SIG" + signal + " could not be sent to " + running.pid());
            }
        }
    }

    /** Tells it something on its standard input. */
    synchronized void tell(String line) throws IOException {
        if (process != null && process.isAlive()) {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }
    }
}
