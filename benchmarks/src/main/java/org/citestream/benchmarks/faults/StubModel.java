package org.citestream.benchmarks.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.citestream.events.operations.KnownKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A language model that speaks OpenAI's protocol, makes embeddings as well, takes its time, and counts what it is asked. */
public final class StubModel implements AutoCloseable {

    private static final Pattern ASKED =
            Pattern.compile("<title>(.*?)</title>.*<abstract>.*?The (\\w+) method sorts", Pattern.DOTALL);
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final int SHORTEST_MILLIS = 50;
    private static final int LONGEST_MILLIS = 400;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<String> embedded = new CopyOnWriteArrayList<>();
    private final Random random = new Random(1);

    /**
     * A call that was billed.
     *
     * @param title of the paper
     * @param word of its abstract
     * @param began when, as {@link System#nanoTime} has it
     * @param ended when the answer was given
     */
    public record Call(String title, String word, long began, long ended) {}

    StubModel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The calls that were answered, or had begun to be. */
    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How often it was asked to embed a text that it had embedded before. */
    int embeddedAgain() {
        List<String> all = List.copyOf(embedded);
        return all.size() - Set.copyOf(all).size();
    }

    /** The embedding of a text: it follows from the text alone, and its length is 1. */
    static double[] vectorOf(String text) {
        ByteBuffer hash = ByteBuffer.wrap(HexFormat.of().parseHex(KnownKeys.sha256(text)));
        double[] vector = new double[hash.capacity() / Short.BYTES];
        Arrays.setAll(vector, place -> hash.getShort(place * Short.BYTES));
        double length = Math.sqrt(Arrays.stream(vector).map(each -> each * each).sum());
        return Arrays.stream(vector).map(each -> each / length).toArray();
    }

    /** An abstract that is unlike any with another word. */
    static String abstractOn(String word) {
        return "The " + word + " method sorts and joins relations on the disk of one machine."
                + " It is measured on a cluster and compared with two others.";
    }

    /** What this model says of an abstract. */
    static String summaryOf(String abstractText) {
        return summaryOn(abstractText.split(" ")[1]);
    }

    /** Whether that is what this model says of the abstract. */
    static boolean isSummaryOf(String abstractText, @Nullable String summary) {
        return summaryOf(abstractText).equals(summary);
    }

    private static String summaryOn(String word) {
        return "The " + word
                + " method sorts and joins relations on the disk of one machine, and is measured on a cluster.";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            long began = System.nanoTime();
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
            String answer = exchange.getRequestURI().getPath().equals(EMBEDDINGS)
                    ? embeddings(request)
                    : summary(request, began);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String summary(String request, long began) throws IOException {
        Matcher asked = ASKED.matcher(request);
        if (!asked.find()) {
            throw new IOException("It was not asked for a summary: " + request);
        }
        calls.add(new Call(asked.group(1), asked.group(2), began, System.nanoTime()));
        return """
                {"id":"1","object":"chat.completion","created":1,"model":"stub","choices":[{"index":0,"finish_reason":"stop",
                "message":{"role":"assistant","content":"%s"}}],"usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}}""".formatted(summaryOn(asked.group(2)));
    }

    private String embeddings(String request) {
        List<Map<String, Object>> data = new ArrayList<>();
        for (JsonNode each : JsonMapper.shared().readTree(request).path("input")) {
            embedded.add(each.asString());
            data.add(Map.of("object", "embedding", "index", data.size(), "embedding", vectorOf(each.asString())));
        }
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "object",
                        "list",
                        "model",
                        "stub",
                        "data",
                        data,
                        "usage",
                        Map.of("prompt_tokens", 10, "total_tokens", 10)));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
