package org.citestream.benchmarks.faults;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.citestream.benchmarks.product.JavaCommand;
import org.citestream.benchmarks.product.ProductImage;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** How a Java machine is started for a node: with the ahead-of-time cache of the image where one can be made, since starts are most of what a run does. */
public final class Launcher {

    private final String classPath;
    private final @Nullable Path cache;

    private Launcher(String classPath, @Nullable Path cache) {
        this.classPath = classPath;
        this.cache = cache;
    }

    /** Starts with the class path of this process. */
    public static Launcher plain() {
        return new Launcher(System.getProperty("java.class.path"), null);
    }

    /**
     * Starts from an image, which is made where it is missing or older than the libraries; that takes a minute or two.
     *
     * @param home of the project, built
     * @param image its place
     */
    public static Launcher fromImage(Path home, Path image) throws IOException, InterruptedException {
        Path libraries = home.resolve("standalone/target/lib");
        Path cache = image.resolve("citestream.aot");
        if (!Files.exists(cache) || Files.getLastModifiedTime(cache).compareTo(newest(libraries)) < 0) {
            FileSystemUtils.deleteRecursively(image);
            ProductImage.make(home, image);
        }
        List<Path> jars;
        try (Stream<Path> all = Files.list(image.resolve("lib"))) {
            jars = all.sorted((one, other) -> one.toString().compareTo(other.toString()))
                    .toList();
        }
        List<String> entries = new ArrayList<>();
        jars.forEach(jar -> entries.add(jar.toString()));
        // What comes after the entries that the cache knows does not disturb it.
        entries.add(ownClasses().toString());
        return new Launcher(String.join(File.pathSeparator, entries), cache);
    }

    private static FileTime newest(Path folder) throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                FileTime time = Files.getLastModifiedTime(each);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return newest;
    }

    private static Path ownClasses() throws IOException {
        try {
            return Path.of(Node.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** The command line up to the name of the class. */
    List<String> command(int megabytes) {
        List<String> options =
                new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:aot*=off"));
        if (cache != null) {
            options.add("-XX:AOTCache=" + cache);
        }
        return JavaCommand.of(megabytes + "m", options, classPath);
    }
}
