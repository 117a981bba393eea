package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.citestream.benchmarks.faults.History.Outcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Says one thing after the other, and each of them again until it is acknowledged, as feeds do. */
final class Client {

    static final String KEY = "the key of those who prove";
    static final String VENUE = "VLDB";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int BETWEEN_MILLIS = 500;
    private static final int AFTER_FAILURE_MILLIS = 250;

    private final int number;
    private final History history;
    private final Supplier<List<String>> addresses;
    private final Random random;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** @param addresses of the instances that take submissions */
    Client(int number, long seed, History history, Supplier<List<String>> addresses) {
        this.number = number;
        this.history = history;
        this.addresses = addresses;
        this.random = new Random(seed * Workload.CLIENTS + number);
    }

    /** Returns false where there was no time for all of it. */
    boolean sayAll(List<Operation> operations, long deadlineNanos) throws InterruptedException {
        for (Operation each : operations) {
            if (!say(each, deadlineNanos)) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(BETWEEN_MILLIS));
        }
        return true;
    }

    /** Says it until it is acknowledged or refused; false where there was no time for that. */
    boolean say(Operation operation, long deadlineNanos) throws InterruptedException {
        while (System.nanoTime() < deadlineNanos) {
            List<String> there = addresses.get();
            History.Entry entry = attempt(operation, there.get(random.nextInt(there.size())));
            history.add(entry);
            if (entry.outcome() == Outcome.ACKNOWLEDGED || entry.outcome() == Outcome.REFUSED) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE_MILLIS);
        }
        return false;
    }

    private History.Entry attempt(Operation operation, String address) throws InterruptedException {
        long began = System.nanoTime();
        Outcome outcome;
        String answer;
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(address + path(operation)))
                            .timeout(PATIENCE)
                            .header("X-API-Key", KEY)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body(operation)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            answer = response.statusCode() + " " + response.body();
            outcome = outcome(operation, response);
        } catch (ConnectException e) {
            outcome = Outcome.NOT_SENT;
            answer = String.valueOf(e.getMessage());
        } catch (IOException e) {
            outcome = Outcome.UNSURE;
            answer = e.toString();
        }
        return new History.Entry(number, operation, began, System.nanoTime(), outcome, answer);
    }

    private static Outcome outcome(Operation operation, HttpResponse<String> response) {
        if (response.statusCode() == 202) {
            JsonNode body = JSON.readTree(response.body());
            boolean accepted = operation instanceof Operation.Decide
                    ? body.path("decisions").size() == 1
                    : body.path("accepted").asInt() == 1;
            return accepted ? Outcome.ACKNOWLEDGED : Outcome.REFUSED;
        }
        return response.statusCode() / 100 == 5 ? Outcome.UNSURE : Outcome.REFUSED;
    }

    private static String path(Operation operation) {
        return switch (operation) {
            case Operation.Describe _, Operation.Withdraw _ -> "/api/v1/submissions";
            case Operation.Cite _ -> "/api/v1/citations";
            case Operation.Decide _ -> "/api/v1/decisions";
        };
    }

    private static String body(Operation operation) {
        ObjectNode body = JSON.createObjectNode();
        switch (operation) {
            case Operation.Describe record -> {
                body.put("source", record.source())
                        .put("key", record.number())
                        .put("title", record.title())
                        .put("venue", VENUE)
                        .put("year", record.year());
                body.put("doi", record.doi()).put("abstract", record.abstractText());
                record.authors().forEach(body.putArray("authors")::add);
                record.references().forEach(body.putArray("references")::add);
                if (record.retracted()) {
                    body.put("retracted", true);
                }
            }
            case Operation.Withdraw withdrawn ->
                body.put("source", withdrawn.source())
                        .put("key", withdrawn.number())
                        .put("deleted", true);
            case Operation.Cite cite ->
                body.put("source", "pairs").put("citing", cite.citing()).put("cited", cite.cited());
            case Operation.Decide decide -> {
                body.put("verdict", decide.same() ? "same" : "open");
                body.putArray("records").add(decide.one()).add(decide.other());
            }
        }
        return JSON.writeValueAsString(body);
    }
}
