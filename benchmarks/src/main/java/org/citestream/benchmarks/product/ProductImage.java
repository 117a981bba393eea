package org.citestream.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** What the image of the product holds, in a folder: the libraries, the samples, what runs it, and the ahead-of-time cache that is made of them. */
public final class ProductImage {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private ProductImage() {}

    /**
     * Makes an image.
     *
     * @param home of the project, built
     * @param image a folder that is not there yet, or is empty
     * @throws IOException if the cache could not be made, with what was said of it
     */
    public static void make(Path home, Path image) throws IOException, InterruptedException {
        Path libraries = Files.createDirectories(image.resolve("lib"));
        try (Stream<Path> jars = Files.list(home.resolve("standalone/target/lib"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, libraries.resolve(jar.getFileName()));
            }
        }
        FileSystemUtils.copyRecursively(home.resolve("samples"), image.resolve("samples"));
        for (String script : List.of("run", "prepare")) {
            Path copy = image.resolve(script);
            Files.copy(home.resolve("operations/image").resolve(script), copy);
            if (!copy.toFile().setExecutable(true)) {
                throw new IOException(copy + " cannot be made executable");
            }
        }
        Path log = image.resolve("prepare.log");
        try (StartedProcess prepare = StartedProcess.start(
                List.of(image.resolve("prepare").toString()),
                Map.of("TRAINING_PORT", Integer.toString(Ports.free())),
                log)) {
            if (prepare.awaitEnd(LONGEST) != 0) {
                throw new IOException("The cache could not be made: " + prepare.lastWords());
            }
        }
    }
}
