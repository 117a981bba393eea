package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.citestream.events.Topics;
import org.citestream.gateway.DescribedApi.Operation;
import org.citestream.gateway.DescribedApi.Parameter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** For each parameter of each operation, what its description does not allow: it is refused by name. */
class WrongRequestsTest {

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
    void whatTheDescriptionDoesNotAllowIsRefusedByName() {
        List<String> wrong = new ArrayList<>();
        Set<String> tried = new TreeSet<>();
        for (Operation operation : api.operations()) {
            if (!operation.method().equals("GET")) {
                continue;
            }
            for (Parameter each : operation.parameters()) {
                for (String value : values(each)) {
                    if (each.isInPath() && (value.isEmpty() || value.equals("\u0000"))) {
                        continue;
                    }
                    String address = address(operation, each, value);
                    check(operation, address, each.name(), wrong);
                    tried.add(operation.id() + " " + each.name());
                }
                if (each.in().equals("query")) {
                    String twice = filled(operation.path()) + "?" + each.name() + "=1&" + each.name() + "=1";
                    check(operation, twice, each.name(), wrong);
                    check(operation, filled(operation.path()) + "?" + each.name() + "=%FF%FE", "query", wrong);
                }
            }
            check(operation, filled(operation.path()) + "?nonsense=1", "nonsense", wrong);
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).hasSizeGreaterThan(50);
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

    private static void check(Operation operation, String address, String parameter, List<String> wrong) {
        HttpResponse<String> answer = gateway.get(address);
        String shown = address.length() > 200 ? address.substring(0, 200) + "…" : address;
        if (answer.statusCode() != 400) {
            wrong.add(shown + " answered " + answer.statusCode());
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.equals("application/problem+json")) {
            wrong.add(shown + " is explained in " + type);
            return;
        }
        api.violations(operation, "400", type, answer.body()).forEach(each -> wrong.add(shown + ": " + each));
        JsonNode problem = gateway.parse(answer.body());
        if (!problem.path("parameter").asString("").equals(parameter)
                || problem.path("allowed").asString("").isBlank()) {
            wrong.add(shown + " is not refused by " + parameter + " but: " + answer.body());
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
