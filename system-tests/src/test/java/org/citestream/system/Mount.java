package org.citestream.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A small file system of its own, where that is permitted; else the test is skipped aloud. */
final class Mount implements AutoCloseable {

    private static final int BYTES = 1024 * 1024;

    private final Path directory;

    private Mount(Path directory) {
        this.directory = directory;
    }

    static Mount on(Path directory) throws IOException, InterruptedException {
        if (!run("mount", "-t", "tmpfs", "-o", "mode=777,size=" + BYTES, "tmpfs", directory.toString())) {
            System.out.println("NOTE: no file system may be mounted here, so what a full disk would prove is skipped.");
            Assumptions.abort("no mount permitted");
        }
        return new Mount(directory);
    }

    /** Writes until no more can be written. */
    void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] page = new byte[4096];
            for (int written = 0; written <= 2 * BYTES; written += page.length) {
                out.write(page);
            }
        } catch (IOException e) {
            if (!Files.exists(file)) {
                throw e;
            }
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (!run("umount", "-l", directory.toString())) {
            throw new IOException("cannot unmount " + directory);
        }
    }
}
