package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the whole collection through the API of a gateway. */
final class Reading {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 200;
    private static final Set<Integer> NOT_THERE = Set.of(308, 404, 410);
    /** Moments, and the score, which two solves give within their bounds. */
    private static final Set<String> NOT_COMPARED = Set.of("freshness", "pagerank");

    private final String address;

    Reading(String address) {
        this.address = address;
    }

    /** Whether a service says that it is ready. */
    static boolean isReady(String service) throws InterruptedException {
        try {
            return send(HttpRequest.newBuilder(URI.create(service + "/actuator/health/readiness"))
                                    .timeout(Duration.ofSeconds(5)))
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The value of a metric of a service, NaN where it does not tell. */
    static double metric(String service, String name) throws InterruptedException {
        try {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(service + "/actuator/prometheus"))
                    .timeout(Duration.ofSeconds(5)));
            return answer.body()
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Whether a paper has a rank. */
    boolean isRanked(String key) throws InterruptedException {
        try {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address + "/api/v1/papers/" + key))
                    .timeout(PATIENCE));
            return answer.statusCode() == 200
                    && json(answer.body()).path("rank").isNumber();
        } catch (IOException e) {
            return false;
        }
    }

    /** The figures of the collection, or null while the gateway does not answer. */
    @Nullable
    JsonNode stats() throws InterruptedException {
        try {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address + "/api/v1/stats"))
                    .timeout(Duration.ofSeconds(10)));
            return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : null;
        } catch (IOException e) {
            return null;
        }
    }

    ShownCollection all() throws IOException, InterruptedException {
        List<Integer> listed = new ArrayList<>();
        int total = list(
                "/api/v1/papers?sort=rank", item -> listed.add(item.path("id").asInt()));
        SortedMap<Integer, ShownPaper> papers = new TreeMap<>();
        for (int id : listed) {
            papers.put(id, paper(id));
        }
        JsonNode stats = json(get("/api/v1/stats"));
        return new ShownCollection(
                papers,
                List.copyOf(listed),
                total,
                stats.path("papers").asInt(),
                stats.path("citations").asLong(),
                stats.path("viewable").asInt(),
                stats.path("ranked").asInt(),
                stats.path("errorBound").asDouble(),
                get("/api/v1/graph.tsv").lines().filter(line -> !line.isBlank()).toList());
    }

    private ShownPaper paper(int id) throws IOException, InterruptedException {
        JsonNode view = json(get("/api/v1/papers/" + id));
        List<ShownPaper.Edge> citing = new ArrayList<>();
        List<ShownPaper.Edge> cited = new ArrayList<>();
        list("/api/v1/papers/" + id + "/citations", item -> citing.add(edge(item)));
        list("/api/v1/papers/" + id + "/references", item -> cited.add(edge(item)));
        List<String> keys = new ArrayList<>();
        view.path("keys").forEach(key -> keys.add(key.asString()));
        List<String> authors = new ArrayList<>();
        view.path("authors").forEach(author -> authors.add(author.path("name").asString()));
        int byYear = 0;
        for (JsonNode each : view.path("citations").path("byYear")) {
            byYear += each.path("count").asInt();
        }
        return new ShownPaper(
                id,
                keys,
                view.path("title").asString(),
                authors,
                view.path("year").asInt(),
                text(view.path("venue")),
                text(view.path("doi")),
                text(view.path("abstract")),
                text(view.path("summary").path("text")),
                view.path("summaryStatus").asString(),
                view.path("pagerank").isNumber() ? view.path("pagerank").asDouble() : null,
                view.path("rank").isNumber() ? view.path("rank").asInt() : null,
                view.path("citations").path("count").asInt(),
                view.path("citations").path("nonSelf").asInt(),
                byYear,
                view.path("references").path("count").asInt(),
                citing,
                cited,
                found(view.path("title").asString()),
                ((ObjectNode) view).without(NOT_COMPARED).toString());
    }

    /** The papers that are found by the fourth word of a title, which in {@link Workload} is that of one paper. */
    private List<Integer> found(String title) throws IOException, InterruptedException {
        String[] words = title.split(" ");
        List<Integer> found = new ArrayList<>();
        list(
                "/api/v1/papers?q=" + words[Math.min(words.length, Workload.OWN_WORD) - 1],
                item -> found.add(item.path("id").asInt()));
        return found;
    }

    /** Whether a paper is shown as one that is there; one that was taken back may be told of as such, or lead on to the one that it had become before. */
    boolean isLive(String key) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(address + "/api/v1/papers/" + key))
                .timeout(PATIENCE));
        if (answer.statusCode() == 200) {
            return json(answer.body()).path("status").asString().equals("live");
        }
        if (!NOT_THERE.contains(answer.statusCode())) {
            throw new IOException(key + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return false;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.asString() : null;
    }

    private static ShownPaper.Edge edge(JsonNode item) {
        return new ShownPaper.Edge(item.path("id").asInt(), item.path("self").asBoolean());
    }

    /** All pages of a list; returns how many items it says it has. */
    private int list(String path, java.util.function.Consumer<JsonNode> item) throws IOException, InterruptedException {
        int total;
        int page = 1;
        do {
            JsonNode answer = json(get(path + (path.contains("?") ? "&" : "?") + "size=" + PAGE + "&page=" + page++));
            total = answer.path("total").asInt();
            answer.path("items").forEach(item);
        } while ((page - 1) * PAGE < total);
        return total;
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE));
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
