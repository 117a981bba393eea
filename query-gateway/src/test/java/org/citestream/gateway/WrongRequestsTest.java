package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.citestream.events.Topics;
import org.citestream.gateway.DescribedApi.Operation;
import org.citestream.gateway.DescribedApi.Parameter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** For each parameter and body of each operation, what its description does not allow: it is refused by name. */
class WrongRequestsTest {

    /** Values in percent encoding that have broken something somewhere. */
    private static final List<String> HOSTILE = List.of(
            "%20",
            "%00",
            "%FF%FE",
            "-1",
            "0",
            "99999999999999999999",
            "1e9",
            "NaN",
            "null",
            "..%2F..%2Fetc%2Fpasswd",
            "%2e%2e%2f",
            "%3Cscript%3E",
            "'%20OR%201=1",
            "%7B%22$gt%22:1%7D",
            "%D9%A1",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "w+".repeat(2_000),
            "%22",
            "%5B%5D",
            "%5C",
            "*:*~AND(",
            "doi:",
            "dblp:%00",
            ";",
            "%25",
            "%0D%0AX-Injected:1");

    /** By operation, a body that is allowed; one whose operation is new and not here fails the test. */
    private static final Map<String, String> ALLOWED_BODIES = Map.of(
            "batch",
            "[1, \"doi:10.1/1\"]",
            "addWebhook",
            "{\"url\":\"http://127.0.0.1:9/\",\"secret\":\"0123456789abcdef\",\"kinds\":\"paper,rank\",\"venue\":\"Nowhere\","
                    + "\"author\":\"nobody\",\"paper\":2147483647}");

    private static RunningGateway gateway;
    private static DescribedApi api;
    private static int paper;

    @BeforeAll
    static void read() {
        gateway = RunningGateway.get();
        api = new DescribedApi(gateway);
        paper = Samples.ids(1)[0];
        gateway.publish(Topics.PAPERS, Samples.paper(paper, 1, "Asked wrongly"));
        org.awaitility.Awaitility.await()
                .until(() -> gateway.get("/api/v1/papers/" + paper).statusCode() == 200);
    }

    @Test
    void whatTheDescriptionDoesNotAllowAsAParameterIsRefusedByName() {
        List<String> wrong = new ArrayList<>();
        Set<String> tried = new TreeSet<>();
        for (Operation operation : api.operations()) {
            for (Parameter each : operation.parameters()) {
                for (String value : values(each)) {
                    if (each.isInPath() && (value.isEmpty() || value.equals("\u0000"))) {
                        continue;
                    }
                    check(operation, ask(operation, address(operation, each, value)), each.name(), wrong);
                    tried.add(operation.id() + " " + each.name());
                }
                if (each.in().equals("query")) {
                    String twice = filled(operation.path()) + "?" + each.name() + "=1&" + each.name() + "=1";
                    check(operation, ask(operation, twice), each.name(), wrong);
                    String broken = filled(operation.path()) + "?" + each.name() + "=%FF%FE";
                    check(operation, ask(operation, broken), "query", wrong);
                }
            }
            check(operation, ask(operation, filled(operation.path()) + "?nonsense=1"), "nonsense", wrong);
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).hasSizeGreaterThan(50);
    }

    @Test
    void whatTheDescriptionDoesNotAllowAsABodyIsRefusedByName() {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> tried = new TreeMap<>();
        for (Operation operation : api.operations()) {
            if (operation.body().isMissingNode()) {
                continue;
            }
            String path = operation.path();
            String allowed = ALLOWED_BODIES.getOrDefault(operation.id(), "(none is known here)");
            List<WrongBodies.Wrong> bodies = WrongBodies.of(operation.body(), gateway.parse(allowed));
            for (WrongBodies.Wrong each : bodies) {
                HttpResponse<String> answer = gateway.send(operation.method(), path, each.bytes(), "application/json");
                check(operation, new Asked(path + " " + each, answer), each.parameter(), wrong);
            }
            tried.put(operation.id(), bodies.size());
            HttpResponse<String> otherType =
                    gateway.send(operation.method(), path, allowed.getBytes(StandardCharsets.UTF_8), "text/plain");
            check(operation, 415, new Asked(path + " as text", otherType), "Content-Type", wrong);
            byte[] large = ("[" + " ".repeat(1_100_000) + "1]").getBytes(StandardCharsets.UTF_8);
            HttpResponse<String> tooLarge = gateway.send(operation.method(), path, large, "application/json");
            check(operation, 413, new Asked(path + ", a large body", tooLarge), "body", wrong);
            HttpResponse<String> endless = gateway.stream(path, large, "application/json");
            check(operation, 413, new Asked(path + ", a body without its length", endless), "body", wrong);
        }
        assertThat(wrong).isEmpty();
        assertThat(tried)
                .containsOnlyKeys("addWebhook", "batch")
                .allSatisfy((_, count) -> assertThat(count).isGreaterThan(20));
    }

    /** Whether or not it may be a value of the parameter. */
    @Test
    void nothingThatIsPutIntoAParameterMakesItFail() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : api.operations()) {
            if (operation.id().equals("stream")) {
                // What it allows it answers without end; what it does not is asked above.
                continue;
            }
            for (Parameter each : operation.parameters()) {
                if (each.in().equals("header")) {
                    continue;
                }
                for (String hostile : HOSTILE) {
                    String address = each.isInPath()
                            ? filled(operation.path().replace("{" + each.name() + "}", hostile))
                            : filled(operation.path()) + "?" + each.name() + "=" + hostile;
                    Asked asked = ask(operation, address);
                    int status = asked.answer.statusCode();
                    if (status >= 500) {
                        wrong.add(asked.question + " answered " + status);
                    } else if (status >= 400 && isOurs(asked.answer) && !isExplained(asked.answer)) {
                        wrong.add(asked.question + " is not explained: " + asked.answer.body());
                    }
                    if (asked.answer.headers().firstValue("X-Injected").isPresent()) {
                        wrong.add(asked.question + " sets a header");
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What is no HTTP is cut off without a body. */
    private static boolean isOurs(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").equals("application/problem+json");
    }

    private static boolean isExplained(HttpResponse<String> answer) {
        return !gateway.parse(answer.body()).path("detail").asString("").isBlank();
    }

    /** A question in short, and its answer. */
    private record Asked(String question, HttpResponse<String> answer) {}

    private static Asked ask(Operation operation, String address) {
        String body = ALLOWED_BODIES.getOrDefault(operation.id(), "");
        HttpResponse<String> answer = operation.body().isMissingNode()
                ? gateway.send(operation.method(), address, "X-Api-Key", RunningGateway.OPERATOR_KEY)
                : gateway.send(operation.method(), address, body.getBytes(StandardCharsets.UTF_8), "application/json");
        return new Asked(
                operation.method() + " " + (address.length() > 200 ? address.substring(0, 200) + "…" : address),
                answer);
    }

    /** What a value may be comes from the description alone. */
    private static Set<String> values(Parameter parameter) {
        JsonNode schema = parameter.schema();
        Set<String> wrong = new LinkedHashSet<>();
        String type = schema.get("type").asString("");
        if (type.equals("integer")) {
            wrong.addAll(List.of(
                    "", " ", "x", "-1", "+1", "1.5", "1e3", "0x10", "1 ", "\u0661", "NaN", "99999999999999999999"));
            wrong.add(Long.toString(schema.get("minimum").asLong() - 1));
            wrong.add(Long.toString(schema.get("maximum").asLong() + 1));
            if (parameter.name().equals("id")) {
                wrong.remove(" ");
            }
        } else if (type.equals("boolean")) {
            wrong.addAll(List.of("", "1", "yes", "TRUE", "null"));
        } else if (schema.has("enum")) {
            wrong.addAll(
                    List.of("", "nonsense", schema.get("enum").get(0).asString().toUpperCase(Locale.ROOT), "\u0000"));
        } else if (schema.path("format").asString("").equals("date-time")) {
            wrong.addAll(List.of("", "yesterday", "2026-02-30T00:00:00Z", "2026-02-09", "1", "9999999999999"));
        } else if (schema.has("pattern")) {
            wrong.addAll(List.of("", "!", "a,,b", ",", "nonsense", "x".repeat(3000), "\uD83D\uDE00"));
        } else {
            if (schema.has("minLength") && !parameter.isInPath()) {
                wrong.addAll(List.of("", " "));
            }
            if (schema.has("maxLength")) {
                wrong.add("x".repeat(schema.get("maxLength").asInt() + 1));
                wrong.add("w ".repeat(10_000));
            }
        }
        return wrong;
    }

    private static void check(Operation operation, Asked asked, String parameter, List<String> wrong) {
        check(operation, 400, asked, parameter, wrong);
    }

    private static void check(Operation operation, int status, Asked asked, String parameter, List<String> wrong) {
        HttpResponse<String> answer = asked.answer;
        if (answer.statusCode() != status) {
            wrong.add(asked.question + " answered " + answer.statusCode() + " " + answer.body());
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.equals("application/problem+json")) {
            wrong.add(asked.question + " is explained in " + type);
            return;
        }
        api.violations(operation, Integer.toString(status), type, answer.body())
                .forEach(each -> wrong.add(asked.question + ": " + each));
        JsonNode problem = gateway.parse(answer.body());
        if (!problem.path("parameter").asString("").equals(parameter)
                || problem.path("allowed").asString("").isBlank()
                || !isExplained(answer)) {
            wrong.add(asked.question + " is not refused by " + parameter + " but: " + answer.body());
        }
    }

    private static String address(Operation operation, Parameter parameter, String value) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        return parameter.isInPath()
                ? filled(operation.path().replace("{" + parameter.name() + "}", encoded))
                : filled(operation.path()) + "?" + parameter.name() + "=" + encoded;
    }

    private static String filled(String path) {
        return path.replace("{id}", path.contains("authors") ? "author-" + paper : Integer.toString(paper))
                .replace("{name}", "VLDB")
                .replace("{year}", Integer.toString(2000 + paper % 20))
                .replace("{format}", path.contains("graph") ? "tsv" : "csv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/papers/..%2F..%2Fetc%2Fpasswd",
                "/api/v1/papers/%2e%2e/%2e%2e/actuator",
                "/api/v1/papers/..;/..;/actuator/env",
                "/api/v1/papers/%00",
                "/api/v1/papers/%FF",
                "/api/v1/papers/1;x=1",
                "/api/v1//papers//1",
                "/api/v1/papers/1%5C..%5C2",
                "/api/v1/papers/doi:..%2F..",
                "/api/v1/papers/doi:%0D%0AX-Injected:1",
                "/api/v1/authors/%2F",
                "/api/v1/venues/..%2F/2000",
                "/api/v1/papers.%2e%2e",
                "/api/v1/graph.tsv%00.csv"
            })
    void tricksWithPathsFindNothing(String path) {
        HttpResponse<String> answer = gateway.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("X-Injected")).isEmpty();
        assertThat(isOurs(answer) && isExplained(answer)).as(answer.body()).isTrue();
    }

    @Test
    void aQuestionOfTenThousandWordsIsRefusedAndOneOfManyShortWordsIsAnswered() {
        HttpResponse<String> tooLong = gateway.get("/api/v1/papers?q=" + "word+".repeat(10_000));
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(gateway.parse(tooLong.body()).get("parameter").asString()).isEqualTo("q");
        assertThat(gateway.get("/api/v1/papers?q=" + "a+".repeat(499)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000000000a-1",
                "ffffffffffffffffffffffff-999999999",
            })
    void aCursorOfTheRightFormThatNobodyGaveIsGone(String cursor) {
        HttpResponse<String> answer = gateway.get("/api/v1/papers?cursor=" + cursor);
        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(gateway.parse(answer.body()).get("parameter").asString()).isEqualTo("cursor");
    }

    @Test
    void aCursorThatWasChangedIsRefused() {
        String cursor = gateway.json("/api/v1/papers?size=1").get("next").asString();
        String far = cursor.replaceAll("-.*", "-999999999");
        assertThat(gateway.get("/api/v1/papers?cursor=" + far).statusCode()).isEqualTo(400);
        assertThat(gateway.get("/api/v1/papers?q=other&cursor=" + cursor).statusCode())
                .isEqualTo(400);
    }
}
