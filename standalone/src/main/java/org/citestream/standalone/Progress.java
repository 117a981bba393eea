package org.citestream.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far the papers have come, asked over HTTP as anyone would.
 *
 * @param importing whether a file is still being read
 * @param endedImports the files that were read to their end since this start, or given up, in the order of their ids
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
        List<EndedImport> endedImports,
        long accepted,
        long viewable,
        long summarized,
        long withoutAbstract,
        long ranked,
        long citations,
        long pending) {

    /**
     * What became of one file.
     *
     * @param id the import's own
     * @param line the file and what was accepted, refused and left out, or why it could not be read
     * @param failed whether it could not be read
     */
    record EndedImport(String id, String line, boolean failed) {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Progress of(HttpClient http, String address, Instant started) throws IOException, InterruptedException {
        JsonNode imports = get(http, address + "/api/v1/imports").path("imports");
        JsonNode stats = get(http, address + "/api/v1/stats");
        boolean importing = false;
        List<EndedImport> ended = new ArrayList<>();
        long accepted = 0;
        for (JsonNode each : imports) {
            String state = each.path("state").asString("");
            importing |= state.equals("RUNNING");
            if (each.path("finishedAt").isString()
                    && !Instant.parse(each.path("finishedAt").asString()).isBefore(started)) {
                ended.add(ended(each, state.equals("FAILED")));
            }
            accepted += each.path("accepted").asLong(0);
        }
        return new Progress(
                importing,
                List.copyOf(ended),
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

    boolean allImported() {
        return endedImports.stream().noneMatch(EndedImport::failed);
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

    private static EndedImport ended(JsonNode each, boolean failed) {
        String file = each.path("file").asString("");
        String line = failed
                ? "Not imported: " + file + ": " + each.path("error").asString("")
                : String.format(
                        Locale.ROOT,
                        "Imported %s: %,d accepted%s, %,d refused, left out: %s",
                        file,
                        each.path("accepted").asLong(0),
                        outside(each.path("outside").asLong(0)),
                        each.path("refused").asLong(0),
                        leftOut(each.path("leftOut")));
        return new EndedImport(each.path("id").asString(""), line, failed);
    }

    private static String outside(long works) {
        return works == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " (%,d of no venue of the collection, which only add to papers that are there)",
                        works);
    }

    private static String leftOut(JsonNode byReason) {
        String counted = byReason.properties().stream()
                .map(reason ->
                        String.format(Locale.ROOT, "%,d %s", reason.getValue().asLong(0), reason.getKey()))
                .collect(Collectors.joining(", "));
        return counted.isEmpty() ? "none" : counted;
    }

    private static JsonNode get(HttpClient http, String url) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(url + " answered " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }
}
