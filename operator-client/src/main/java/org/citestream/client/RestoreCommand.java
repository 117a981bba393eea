package org.citestream.client;

import com.mongodb.MongoNamespace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bson.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code citestream restore}. */
@Command(
        name = "restore",
        description =
                "Puts an export into an empty broker and an empty store, before the services start. They read the topics again, and rank anew.")
final class RestoreCommand implements Callable<Integer> {

    @Mixin
    Place place = new Place();

    @Parameters(paramLabel = "DIRECTORY", description = "What citestream export wrote.")
    Path directory = Path.of("export");

    @Option(
            names = "--rename",
            paramLabel = "FROM=TO",
            description = "Gives a database another name, such as ingest-service=ingest. Repeatable.")
    Map<String, String> renamed = new TreeMap<>();

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description = "Replicas of each topic (default: ${DEFAULT-VALUE}).")
    short replicas;

    @Option(
            names = "--dry-run",
            description = "Holds the files to their hashes, looks whether all is empty, and writes nothing.")
    boolean dryRun;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        place.requireOneStore(spec.commandLine().getParseResult().hasMatchedOption("--mongo"));
        Archive archive = new Archive(directory);
        Archive.Manifest manifest = archive.read();
        try (Place.Opened opened = place.open(!dryRun)) {
            ExportCommand.requireStopped(opened);
            String audited = place.auditDatabase(manifest.collections().keySet().stream()
                    .map(each -> target(each).getDatabaseName())
                    .collect(Collectors.toSet()));
            for (String topic : manifest.topics().keySet()) {
                if (opened.broker().positions(topic) > 0) {
                    throw new RefusedException("There are records in the topic " + topic + " already.");
                }
            }
            for (String each : manifest.collections().keySet()) {
                if (!Stores.isEmpty(opened.store(), target(each))) {
                    throw new RefusedException(
                            "There are documents in " + target(each).getFullName() + " already.");
                }
            }
            if (dryRun) {
                manifest.topics().forEach((name, topic) -> out.printf("topic %s: %d records%n", name, topic.records()));
                manifest.collections()
                        .forEach((name, collection) -> out.printf(
                                "collection %s: %d documents%n", target(name).getFullName(), collection.documents()));
                return 0;
            }
            for (var each : manifest.collections().entrySet()) {
                try (Archive.Documents documents = archive.documents(each.getKey())) {
                    Stores.write(opened.store(), target(each.getKey()), documents);
                }
                out.printf(
                        "collection %s: %d documents%n",
                        target(each.getKey()).getFullName(), each.getValue().documents());
            }
            for (var each : manifest.topics().entrySet()) {
                long records = opened.broker()
                        .write(each.getKey(), each.getValue().form(), replicas, archive.topic(each.getKey()));
                if (records != each.getValue().records()) {
                    throw new RefusedException("%s has %d records, and should have %d"
                            .formatted(each.getKey(), records, each.getValue().records()));
                }
                out.printf("topic %s: %d records%n", each.getKey(), records);
            }
            Stores.audit(
                    opened.store(),
                    audited,
                    "restore",
                    new Document("directory", directory.toString()).append("exported", manifest.at()),
                    "%d topics, %d collections"
                            .formatted(
                                    manifest.topics().size(),
                                    manifest.collections().size()));
            return 0;
        }
    }

    private MongoNamespace target(String exported) {
        MongoNamespace from = new MongoNamespace(exported);
        return new MongoNamespace(
                renamed.getOrDefault(from.getDatabaseName(), from.getDatabaseName()), from.getCollectionName());
    }
}
