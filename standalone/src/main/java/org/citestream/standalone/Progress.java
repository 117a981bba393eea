package org.citestream.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far the papers have come, asked over HTTP as anyone would.
 *
 * @param importing whether a file is still being read
 * @param failedImport the first file that could not be read since this start and why, or empty
 * @param accepted papers submitted by the files
 * @param viewable papers with a view
 * @param summarized papers with a summary
 * @param withoutAbstract papers that have nothing to summarise
 * @param ranked papers with a rank
 * @param citations citations between papers of the collection
 * @param pending what is accepted and has not reached every stage
 */
record Progress(
        boolean importing,
        String failedImport,
        long accepted,
        long viewable,
        long summarized,
        long withoutAbstract,
        long ranked,
        long citations,
        long pending) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Progress of(HttpClient http, String address, Instant started) throws IOException, InterruptedException {
        JsonNode imports = get(http, address + "/api/v1/imports").path("imports");
        JsonNode stats = get(http, address + "/api/v1/stats");
        boolean importing = false;
        String failed = "";
        long accepted = 0;
        for (JsonNode each : imports) {
            String state = each.path("state").asString("");
            importing |= state.equals("RUNNING");
            if (state.equals("FAILED")
                    && failed.isEmpty()
                    && !Instant.parse(each.path("finishedAt").asString()).isBefore(started)) {
                failed = each.path("file").asString("") + ": "
                        + each.path("error").asString("");
            }
            accepted += each.path("accepted").asLong(0);
        }
        return new Progress(
                importing,
                failed,
                accepted,
                stats.path("viewable").asLong(0),
                stats.path("summarized").asLong(0),
                stats.path("withoutAbstract").asLong(0),
                stats.path("ranked").asLong(0),
                stats.path("citations").asLong(0),
                stats.path("pending").asLong(-1));
    }

    boolean isDone() {
        return !importing && pending == 0;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "accepted %,d · viewable %,d · summarised %,d (%,d have no abstract) · ranked %,d · citations %,d · pending %,d",
                accepted,
                viewable,
                summarized,
                withoutAbstract,
                ranked,
                citations,
                pending);
    }

    private static JsonNode get(HttpClient http, String url) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(url + " answered " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }
}
