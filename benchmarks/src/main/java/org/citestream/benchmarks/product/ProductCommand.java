package org.citestream.benchmarks.product;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts the whole product in a process of its own, from the classes of this one. */
public final class ProductCommand {

    private ProductCommand() {}

    /** The options of the Java machine that {@code quickstart} gives it, with a heap of so many megabytes. */
    public static List<String> machine(int megabytes) {
        return List.of(
                "-Xmx" + megabytes + "m",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    /**
     * The command, which loads no sample.
     *
     * @param options of the Java machine, settings as system properties among them
     * @param data where its data are
     * @param port at which it listens
     * @param imports files that it is to read
     */
    public static List<String> of(List<String> options, Path data, int port, List<Path> imports) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "org.citestream.standalone.Quickstart",
                "--no-sample",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port)));
        imports.forEach(file -> command.addAll(List.of("--import", file.toString())));
        return command;
    }
}
