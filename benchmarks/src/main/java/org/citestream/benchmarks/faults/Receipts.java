package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.citestream.benchmarks.faults.History.Outcome;
import org.citestream.benchmarks.faults.Violation.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service says became of everything that it gave a receipt for. */
final class Receipts {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What may have become of a receipt when nothing is pending. */
    private static final Set<String> SETTLED = Set.of("ASSEMBLED", "SUPERSEDED", "AWAITING", "WITHOUT_EFFECT");

    private Receipts() {}

    /** Asks for each receipt of the entries. */
    static List<Violation> check(String ingest, List<History.Entry> entries) throws IOException, InterruptedException {
        List<Violation> violations = new ArrayList<>();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (History.Entry each : entries) {
                if (each.outcome() == Outcome.ACKNOWLEDGED) {
                    String receipt = receipt(each);
                    HttpResponse<String> answer = http.send(
                            HttpRequest.newBuilder(URI.create(ingest + "/api/v1/submissions/"
                                            + URLEncoder.encode(receipt, StandardCharsets.UTF_8)))
                                    .timeout(PATIENCE)
                                    .header("X-API-Key", Client.KEY)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    String state = answer.statusCode() == 200
                            ? JSON.readTree(answer.body()).path("state").asString()
                            : "";
                    if (!SETTLED.contains(state)) {
                        violations.add(new Violation(
                                Kind.RECEIPT,
                                each.operation().key(),
                                "has the receipt " + receipt + ", of which is said: " + answer.statusCode() + " "
                                        + answer.body()));
                    }
                }
            }
        }
        return violations;
    }

    private static String receipt(History.Entry entry) {
        JsonNode body = JSON.readTree(entry.answer().substring(entry.answer().indexOf(' ') + 1));
        JsonNode of = entry.operation() instanceof Operation.Decide
                ? body.path("decisions").path(0)
                : body.path("receipts").path(0);
        return of.path("receipt").asString();
    }
}
