package org.citestream.system;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A watched directory, and the feed that reads it when it is told to. */
final class Inbox {

    private static final String FEED = "/api/v1/feeds/inbox";
    private static final Duration LONGEST_RUN = Duration.ofMinutes(1);

    private final Path directory;

    /** Makes the directory. */
    Inbox(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    /** What a product is started with that watches it. */
    Map<String, String> properties() {
        return Map.of(
                "citestream.ingest.feeds.inbox.source",
                "directory",
                "citestream.ingest.feeds.inbox.directory",
                directory.toString());
    }

    /** A file in it, such as {@code failed/NAME.report.json}. */
    Path at(String path) {
        return directory.resolve(path);
    }

    /** Puts a file there, as old as one to which nobody writes any more. */
    void drop(String name, String content) throws IOException {
        Path written = Files.writeString(at(".written"), content);
        Files.setLastModifiedTime(written, FileTime.from(Instant.now().minusSeconds(60)));
        Files.move(written, at(name));
    }

    /** Has all files read that lie there, and returns how the feed stands then. */
    JsonNode read(Api api, String operatorKey) {
        HttpResponse<String> told = api.send(HttpRequest.newBuilder(api.uri(FEED + "/run"))
                .header("X-API-Key", operatorKey)
                .POST(HttpRequest.BodyPublishers.noBody()));
        if (told.statusCode() != 202) {
            throw new IllegalStateException("The feed is not run: " + told.body());
        }
        Awaitility.await("all that was dropped is read")
                .atMost(LONGEST_RUN)
                .until(() -> isEmpty() && !api.ok(FEED).path("state").asString().equals("running"));
        return api.ok(FEED);
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            return left.noneMatch(Files::isRegularFile);
        }
    }
}
