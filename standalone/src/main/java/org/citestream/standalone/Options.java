package org.citestream.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What can be said on the command line. */
@Command(
        name = "quickstart",
        description = "Runs all of Citestream in one process: broker, store, the four services and the pages.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class Options {

    @Option(
            names = "--import",
            paramLabel = "FILE",
            description =
                    "Read this file: one submission as JSON on each line, DBLP XML, answers of Crossref, OpenAlex, Semantic"
                            + " Scholar, DBLP's search or an OAI-PMH repository, BibTeX, RIS, or citation pairs as CSV;"
                            + " may be gzipped. Repeatable.")
    List<Path> imports = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).",
            defaultValue = "${sys:citestream.home:-.}/data")
    Path data = Path.of("data");

    @Option(
            names = "--mongodb",
            paramLabel = "URI",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Keep the collections on this MongoDB server, each service's in a database of its own, instead of in the embedded"
                            + " store. Without URI that of the environment, MONGODB_URI, where a password is in no list of processes.")
    @Nullable
    String mongodb;

    /**
     * The address of the MongoDB server; of {@code --mongodb} alone that of the environment.
     *
     * @throws IllegalArgumentException if there is none
     */
    String server() {
        String server = mongodb == null || mongodb.isBlank() ? System.getenv("MONGODB_URI") : mongodb;
        if (server == null || server.isBlank()) {
            throw new IllegalArgumentException(
                    "--mongodb has no address, and neither has MONGODB_URI in the environment");
        }
        return server;
    }

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the pages and the API on 127.0.0.1 (default: ${DEFAULT-VALUE}).",
            defaultValue = "8080")
    int port = 8080;

    @Option(names = "--no-sample", description = "Do not load the bundled sample corpus.")
    boolean noSample;

    @Option(
            names = "--samples",
            paramLabel = "FILE",
            hidden = true,
            defaultValue = "${sys:citestream.home:-.}/samples/corpus.ndjson")
    Path sample = Path.of("samples/corpus.ndjson");

    @Option(
            names = "--until-done",
            description = "Stop as soon as everything that was imported has reached every stage.")
    boolean untilDone;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
