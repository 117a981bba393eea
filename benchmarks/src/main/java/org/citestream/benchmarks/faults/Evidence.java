package org.citestream.benchmarks.faults;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;

/** What the topics and the databases hold at the moment at which something is found wrong, to be read by whoever looks for the cause: both go with the cluster. */
final class Evidence {

    private Evidence() {}

    /**
     * Writes it down.
     *
     * @param directory is made, with a file for the topics and one for each database
     */
    static void keep(Path directory, Topics topics, MongoClient store) throws IOException {
        Files.createDirectories(directory);
        List<String> lines = new ArrayList<>(topics.ends());
        for (ConsumerRecord<byte[], byte[]> each : topics.read()) {
            lines.add(each.topic() + "-" + each.partition() + "@" + each.offset() + " " + each.timestamp() + " "
                    + text(each.key()) + " " + text(each.value()));
        }
        Files.write(directory.resolve("topics.txt"), lines);
        for (Part service : Part.SERVICES) {
            Files.write(directory.resolve(service.label() + ".txt"), documents(store.getDatabase(service.label())));
        }
    }

    private static List<String> documents(MongoDatabase database) {
        List<String> lines = new ArrayList<>();
        for (String name : database.listCollectionNames()) {
            for (Document each : database.getCollection(name).find()) {
                lines.add(name + " " + each.toJson());
            }
        }
        return lines;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
