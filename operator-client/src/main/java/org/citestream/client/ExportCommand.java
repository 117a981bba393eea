package org.citestream.client;

import com.mongodb.MongoNamespace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bson.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code citestream export}. */
@Command(
        name = "export",
        description =
                "Writes everything, topics and collections, to a directory, while the services are stopped. Ranks are left out: they are computed again.")
final class ExportCommand implements Callable<Integer> {

    @Mixin
    Place place = new Place();

    @Parameters(paramLabel = "DIRECTORY", description = "Where to; it must be empty or not be there.")
    Path directory = Path.of("export");

    @Option(names = "--dry-run", description = "Tells only what would be written.")
    boolean dryRun;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Place.Opened opened = place.open(false)) {
            requireStopped(opened);
            List<MongoNamespace> collections = Stores.collections(opened.store());
            String audited = place.auditDatabase(
                    collections.stream().map(MongoNamespace::getDatabaseName).collect(Collectors.toSet()));
            if (dryRun) {
                for (String topic : opened.broker().topics()) {
                    out.printf(
                            "topic %s: at most %d records%n",
                            topic, opened.broker().positions(topic));
                }
                collections.forEach(each -> out.println("collection " + each.getFullName()));
                return 0;
            }
            Archive archive = new Archive(directory);
            archive.create();
            Archive.Manifest manifest =
                    Archive.Manifest.empty(InstantSource.system().instant().toString());
            for (String topic : opened.broker().topics()) {
                long records = opened.broker().read(topic, archive.topic(topic));
                manifest.topics()
                        .put(
                                topic,
                                new Archive.ExportedTopic(
                                        records, opened.broker().form(topic), Archive.sha256(archive.topic(topic))));
                out.printf("topic %s: %d records%n", topic, records);
            }
            for (MongoNamespace each : collections) {
                long documents = archive.write(each, Stores.documents(opened.store(), each));
                String name = each.getFullName();
                manifest.collections()
                        .put(name, new Archive.ExportedCollection(documents, Archive.sha256(archive.collection(name))));
                out.printf("collection %s: %d documents%n", name, documents);
            }
            archive.write(manifest);
            Stores.audit(
                    opened.store(),
                    audited,
                    "export",
                    new Document("directory", directory.toString()),
                    "%d topics, %d collections".formatted(manifest.topics().size(), collections.size()));
            return 0;
        }
    }

    /** What is read while it is written does not belong together. */
    static void requireStopped(Place.Opened opened) {
        if (opened.embeddedBroker() != null) {
            return; // its directory was locked to be opened; of one that was killed the groups still seem active
        }
        Set<String> active = opened.broker().activeGroups();
        if (!active.isEmpty()) {
            throw new RefusedException("Stop the services first: these groups of consumers are active: "
                    + String.join(", ", active)
                    + " (one that died is forgotten after some 45 s).");
        }
    }
}
