package org.citestream.benchmarks.faults;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of its own that can be filled up, where mounting is permitted; else a plain directory that cannot. */
public final class SmallDisk implements AutoCloseable {

    private static final int PAGE_BYTES = 4096;

    private final Path directory;
    private final boolean mounted;

    private SmallDisk(Path directory, boolean mounted) {
        this.directory = directory;
        this.mounted = mounted;
    }

    /**
     * Makes one.
     *
     * @param directory where, which is made if need be
     */
    public static SmallDisk on(Path directory, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        return new SmallDisk(
                directory,
                run("mount", "-t", "tmpfs", "-o", "mode=777,size=" + megabytes + "m", "tmpfs", directory.toString()));
    }

    Path directory() {
        return directory;
    }

    /** Whether it can be filled up. */
    public boolean isMounted() {
        return mounted;
    }

    /** Leaves no room. */
    public void fill() throws IOException {
        fill(0);
    }

    /** Leaves at most a share of its room. */
    public void fill(double left) throws IOException {
        FileStore store = Files.getFileStore(directory);
        long leave = (long) (store.getTotalSpace() * left);
        try (OutputStream out = Files.newOutputStream(filling(), CREATE, APPEND)) {
            byte[] page = new byte[PAGE_BYTES];
            while (mounted && (leave == 0 || store.getUsableSpace() > leave)) {
                out.write(page);
            }
        } catch (IOException full) {
            if (!Files.exists(filling())) {
                throw full;
            }
        }
    }

    /** Makes room again. */
    public void free() throws IOException {
        Files.deleteIfExists(filling());
    }

    private Path filling() {
        return directory.resolve("filling");
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
        if (mounted && !run("umount", "-l", directory.toString())) {
            throw new IOException("cannot unmount " + directory);
        }
    }
}
