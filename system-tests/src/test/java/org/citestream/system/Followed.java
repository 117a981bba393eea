package org.citestream.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The live stream, followed line by line. */
final class Followed implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Stream<String> body;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Followed(URI stream) throws IOException, InterruptedException {
        this.body = http.send(
                        HttpRequest.newBuilder(stream)
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines())
                .body();
        Thread.ofVirtual().start(() -> {
            try {
                body.forEach(lines::add);
            } catch (RuntimeException e) {
                lines.add(": ended");
            }
        });
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The titles of the papers that the events tell of. */
    List<String> titles() {
        return lines.stream()
                .filter(line -> line.startsWith("data:"))
                .map(line -> JsonMapper.shared()
                        .readTree(line.substring("data:".length()))
                        .path("title")
                        .asString(""))
                .toList();
    }

    @Override
    public void close() {
        body.close();
        http.shutdownNow();
    }
}
