package org.citestream.platform.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A main class running in a process of its own, on the class path of the test, until it is killed without warning. */
public final class VictimProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private VictimProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static VictimProcess start(Class<?> mainClass, Path directory) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass.getName(),
                directory.toString());
        try {
            return new VictimProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what it prints up to a line. */
    public void awaitLine(Predicate<String> wanted) throws IOException {
        String line = output.readLine();
        while (line != null) {
            lines.add(line);
            if (wanted.test(line)) {
                return;
            }
            line = output.readLine();
        }
        throw new IllegalStateException("It ended by itself after " + lines);
    }

    /** Kills it, and returns every whole line it ever printed. */
    public List<String> kill() throws IOException, InterruptedException {
        // Not through the process itself, which would close its output unread.
        process.toHandle().destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("It cannot be killed");
        }
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
        }
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
