package org.citestream.benchmarks.product;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts this Java machine anew, with the options that all parts of the product need. */
public final class JavaCommand {

    private JavaCommand() {}

    /**
     * Up to the class path; a class and its arguments have to follow.
     *
     * @param heap the largest, as the option has it, such as {@code 512m}
     * @param options that this one is given beside
     * @param classPath where the class is
     */
    public static List<String> of(String heap, List<String> options, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + heap,
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        return command;
    }

    /** The same with the classes of this process. */
    public static List<String> of(String heap, List<String> options) {
        return of(heap, options, System.getProperty("java.class.path"));
    }
}
