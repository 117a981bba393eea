package org.citestream.client;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.bson.Document;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code citestream move}. */
@Command(
        name = "move",
        description =
                "Copies collections from the embedded store of a stopped product, or from a server, to a MongoDB server, and compares. What was copied stays where it was.")
final class MoveCommand implements Callable<Integer> {

    @Option(names = "--from-data", paramLabel = "DIR", description = "The directory of a stopped ./quickstart.")
    @Nullable
    Path data;

    @Option(names = "--from", paramLabel = "URI", description = "The server to copy from.")
    @Nullable
    String from;

    @Option(
            names = "--to",
            paramLabel = "URI",
            defaultValue = "${env:MONGODB_URI}",
            description = "The server to copy to (environment MONGODB_URI).")
    @Nullable
    String to;

    @Option(
            names = "--collection",
            paramLabel = "DATABASE[.NAME]",
            description = "Only this one, or those of a database. Repeatable.")
    List<String> only = List.of();

    @Option(
            names = "--rename",
            paramLabel = "FROM=TO",
            description = "Gives a database another name, such as ingest-service=ingest. Repeatable.")
    Map<String, String> renamed = new TreeMap<>();

    @Option(
            names = "--audit-database",
            paramLabel = "NAME",
            defaultValue = "ingest-service",
            description =
                    "The database of the ingest service, by its former name, where it is written down (default: ${DEFAULT-VALUE}).")
    String auditDatabase = "ingest-service";

    @Option(names = "--again", description = "Copies over what an earlier move, broken off, had copied.")
    boolean again;

    @Option(names = "--dry-run", description = "Tells only what would be copied.")
    boolean dryRun;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Path directory = data;
        String target = to;
        if ((directory == null) == (from == null) || target == null || target.isBlank()) {
            throw new RefusedException("Give --to, and one of --from-data and --from.");
        }
        if (directory != null && !Files.isDirectory(directory.resolve("store"))) {
            throw new RefusedException(directory + " holds no store.");
        }
        try (EmbeddedStore embedded = directory == null ? null : Place.store(directory);
                MongoClient source = MongoClients.create(embedded == null ? from : embedded.connectionString());
                MongoClient server = MongoClients.create(target)) {
            return copy(source, server);
        }
    }

    private int copy(MongoClient source, MongoClient server) {
        PrintWriter out = spec.commandLine().getOut();
        List<MongoNamespace> chosen =
                Stores.collections(source).stream().filter(this::isChosen).toList();
        if (chosen.isEmpty()) {
            throw new RefusedException("There is no such collection to be copied.");
        }
        for (MongoNamespace each : chosen) {
            if (!again && !Stores.isEmpty(server, target(each))) {
                throw new RefusedException(
                        "There are documents in " + target(each).getFullName() + " already; --again copies over them.");
            }
        }
        for (MongoNamespace each : chosen) {
            if (!dryRun) {
                Stores.write(
                        server, target(each), Stores.documents(source, each).iterator());
                Stores.copyIndexes(source, each, server, target(each));
                long different = Stores.different(server, target(each), Stores.documents(source, each));
                if (different > 0) {
                    throw new RefusedException(
                            "%d documents of %s are not the same there.".formatted(different, each.getFullName()));
                }
            }
            out.println(each.getFullName() + " → " + target(each).getFullName());
        }
        if (!dryRun) {
            Stores.audit(
                    server,
                    renamed.getOrDefault(auditDatabase, auditDatabase),
                    "move collections",
                    new Document(
                            "collections",
                            String.join(
                                    ", ",
                                    chosen.stream()
                                            .map(MongoNamespace::getFullName)
                                            .toList())),
                    chosen.size() + " collections copied and compared");
        }
        return 0;
    }

    private boolean isChosen(MongoNamespace each) {
        return only.isEmpty() || only.contains(each.getDatabaseName()) || only.contains(each.getFullName());
    }

    private MongoNamespace target(MongoNamespace each) {
        return new MongoNamespace(
                renamed.getOrDefault(each.getDatabaseName(), each.getDatabaseName()), each.getCollectionName());
    }
}
