package org.citestream.benchmarks.product;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole product in a process of its own. */
public final class ProductProcess implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Pattern AFTER_GC = Pattern.compile("Pause .*->(\\d+)M\\(");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final StartedProcess process;
    private final Path collections;
    private final String address;
    private final String key;
    private long collectionsRead;

    private ProductProcess(StartedProcess process, Path collections, int port, String key) {
        this.process = process;
        this.collections = collections;
        this.address = "http://127.0.0.1:" + port;
        this.key = key;
    }

    /**
     * Returns when it has started; its data and logs are in the directory, and what is there already it takes up.
     *
     * @param megabytes of heap
     * @param embeddings whether papers are embedded
     * @param imports files that it is to read
     */
    public static ProductProcess start(Path directory, int megabytes, boolean embeddings, List<Path> imports, int port)
            throws IOException, InterruptedException {
        return start(directory, megabytes, embeddings, imports, port, List.of());
    }

    /**
     * The same with further options of the Java machine, such as settings as system properties.
     *
     * @param options that come after all others
     */
    public static ProductProcess start(
            Path directory, int megabytes, boolean embeddings, List<Path> imports, int port, List<String> options)
            throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Path collections = directory.resolve("gc.log");
        List<String> all = new ArrayList<>(List.of(
                "-Xlog:gc:file=" + collections + "::filecount=0",
                "-Dcitestream.embeddings.enabled=" + embeddings,
                "-Dcitestream.rate-limit.per-minute=0"));
        all.addAll(options);
        StartedProcess process = StartedProcess.start(
                ProductCommand.of(megabytes + "m", all, data, port, imports),
                Map.of(),
                directory.resolve("quickstart.log"));
        process.awaitSaid("Started in", LONGEST_START);
        return new ProductProcess(
                process,
                collections,
                port,
                Files.readString(data.resolve("api-key")).strip());
    }

    /** Of its pages and API, without a closing slash. */
    public String address() {
        return address;
    }

    /** With which everything is permitted. */
    public String key() {
        return key;
    }

    /** The figures of the collection. */
    public JsonNode stats() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/api/v1/stats");
        if (answer.statusCode() != 200) {
            throw new IOException("stats answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** The same, or an empty object where they are not told in time. */
    public JsonNode statsIfTold() throws InterruptedException {
        try {
            return stats();
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }

    /**
     * A figure of the gateway's metrics.
     *
     * @param name of the metric, to its first brace
     * @param label that the line has
     * @throws IOException if there is none
     */
    public double metric(String name, String label) throws IOException, InterruptedException {
        return get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException("There is no " + name + label));
    }

    /** What is answered to a GET. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Some papers at once, of each its id; null for one that is not there. */
    public List<@Nullable Integer> ids(List<String> keys) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(address + "/api/v1/papers/batch?fields=id"))
                        .timeout(Duration.ofMinutes(2))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(keys)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("batch answered " + answer.statusCode() + ": " + answer.body());
        }
        List<@Nullable Integer> ids = new ArrayList<>(keys.size());
        JSON.readTree(answer.body())
                .forEach(each -> ids.add(each.isNull() ? null : each.path("id").asInt()));
        return ids;
    }

    /** Submits lines; returns how many were accepted. */
    public int submit(String lines) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(address + "/api/v1/submissions"))
                        .timeout(Duration.ofMinutes(2))
                        .header("X-API-Key", key)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(lines))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException("Not accepted: " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).path("accepted").asInt();
    }

    /** The least that the heap held after a collection since this was last asked, in megabytes; NaN where there was none. */
    public double heapAfterCollections() throws IOException {
        List<String> lines = Files.readAllLines(collections);
        double least = Double.NaN;
        for (String line : lines.subList((int) collectionsRead, lines.size())) {
            Matcher pause = AFTER_GC.matcher(line);
            if (pause.find()) {
                double after = Double.parseDouble(pause.group(1));
                least = Double.isNaN(least) ? after : Math.min(least, after);
            }
        }
        collectionsRead = lines.size();
        return least;
    }

    /** What the process holds in memory, as {@link StartedProcess#megabytes} has it. */
    public double residentMegabytes(String figure) throws IOException {
        return process.megabytes(figure);
    }

    /** Collects all that can be, and returns what the heap then holds, in megabytes. */
    public double heapAfterFullCollection() throws IOException, InterruptedException {
        // What the first one leaves to be cleaned up, the second one finds gone.
        for (int i = 0; i < 2; i++) {
            heapAfterCollections();
            Process collect = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (collect.waitFor() != 0) {
                throw new IOException("jcmd could not ask for a collection");
            }
        }
        return heapAfterCollections();
    }

    /** Processor time that it has had, in seconds; NaN where the system does not tell. */
    public double processorSeconds() {
        return process.processorSeconds();
    }

    /** The end of what it said, with how it ended. */
    public String lastWords() throws IOException {
        return process.lastWords();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
        http.shutdownNow();
    }
}
