package org.citestream.benchmarks.product;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts the whole product in a process of its own, from the classes of this one. */
public final class ProductCommand {

    /** As {@code quickstart} has it. */
    private static final List<String> COLLECTOR = List.of("-XX:MaxGCPauseMillis=25", "-XX:G1HeapRegionSize=8m");

    private ProductCommand() {}

    /**
     * The command, which loads no sample.
     *
     * @param heap the largest, such as {@code 512m}
     * @param options of the Java machine beside the heap, settings as system properties among them
     * @param data where its data are
     * @param port at which it listens
     * @param imports files that it is to read
     */
    public static List<String> of(String heap, List<String> options, Path data, int port, List<Path> imports) {
        List<String> all = new ArrayList<>(COLLECTOR);
        all.addAll(options);
        List<String> command = new ArrayList<>(JavaCommand.of(heap, all));
        command.addAll(List.of(
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
