package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.citestream.events.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The generated description, and what it says of the parameters tried out. */
class OpenApiTest {

    private static final List<String> WRONG = List.of(
            "",
            " ",
            "%00",
            "%FF%FE",
            "-1",
            "0",
            "99999999999999999999",
            "1.5",
            "1e9",
            "NaN",
            "true",
            "null",
            "..%2F..%2Fetc%2Fpasswd",
            "%2e%2e%2f",
            "%3Cscript%3E",
            "'%20OR%201=1",
            "%7B%22$gt%22:1%7D",
            "%D9%A1",
            "%F0%9F%98%80",
            "a,b,,c",
            "x".repeat(3_000),
            "w+".repeat(2_000),
            "%22",
            "%5B%5D",
            "2026-02-30T00:00:00Z",
            "doi:",
            "dblp:%00",
            ";",
            "%25",
            "%0D%0AX-Injected:1");

    private static RunningGateway gateway;
    private static JsonNode api;

    @BeforeAll
    static void read() {
        gateway = RunningGateway.get();
        api = gateway.json("/api/v1/openapi.json");
    }

    @Test
    void theDescriptionIsCompleteAndReadableWithoutScripts() {
        assertThat(api.get("openapi").asString()).startsWith("3.1");
        assertThat(api.get("paths").propertyNames())
                .contains(
                        "/api/v1/papers",
                        "/api/v1/papers/{id}",
                        "/api/v1/papers/batch",
                        "/api/v1/papers/{id}/citations",
                        "/api/v1/papers/{id}/references",
                        "/api/v1/papers/{id}/similar",
                        "/api/v1/papers/{id}/history",
                        "/api/v1/papers/{id}/why",
                        "/api/v1/authors/{id}",
                        "/api/v1/venues/{name}/{year}",
                        "/api/v1/movers",
                        "/api/v1/stats");
        api.get("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.path("operationId").asString("")).isNotBlank();
                    assertThat(operation.path("summary").asString(""))
                            .as(operation.toString())
                            .isNotBlank();
                }));
        String page = gateway.get("/api/v1/docs").body();
        assertThat(page)
                .contains("/api/v1/papers/{id}/why")
                .doesNotContain("<script")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }

    @Test
    void realAnswersHaveExactlyTheFieldsThatAreDescribed() {
        int[] ids = Samples.ids(1);
        gateway.publish(Topics.PAPERS, Samples.paper(ids[0], 1, "Described"));
        org.awaitility.Awaitility.await()
                .until(() -> gateway.get("/api/v1/papers/" + ids[0]).statusCode() == 200);
        hasTheFieldsOf("PaperView", gateway.json("/api/v1/papers/" + ids[0]));
        hasTheFieldsOf("FoundPapers", gateway.json("/api/v1/papers?facets=all"));
        hasTheFieldsOf("PaperList", gateway.json("/api/v1/papers/" + ids[0] + "/citations"));
        hasTheFieldsOf("Stats", gateway.json("/api/v1/stats"));
        hasTheFieldsOf("AuthorView", gateway.json("/api/v1/authors/author-" + ids[0]));
    }

    @Test
    void noParameterHoweverWrongMakesItFail() {
        List<String> failed = new ArrayList<>();
        Set<String> tried = new TreeSet<>();
        api.get("paths").properties().forEach(path -> {
            JsonNode get = path.getValue().get("get");
            if (get == null || path.getKey().endsWith("/stream")) {
                return;
            }
            for (JsonNode parameter : get.path("parameters")) {
                String name = parameter.get("name").asString();
                boolean inPath = parameter.get("in").asString().equals("path");
                tried.add(path.getKey() + " " + name);
                for (String wrong : WRONG) {
                    String address = inPath
                            ? filled(path.getKey().replace("{" + name + "}", wrong.isEmpty() ? "%20" : encoded(wrong)))
                            : filled(path.getKey()) + "?" + name + "=" + encoded(wrong);
                    HttpResponse<String> answer = gateway.get(address);
                    if (answer.statusCode() >= 500) {
                        failed.add(address + " " + answer.statusCode());
                    } else if (answer.statusCode() >= 400 && !explained(answer)) {
                        failed.add(address + " is not explained: " + answer.body());
                    }
                }
                if (!inPath && isNumberOrChoice(parameter.get("schema"))) {
                    HttpResponse<String> answer = gateway.get(filled(path.getKey()) + "?" + name + "=wrong");
                    if (answer.statusCode() != 400
                            || !gateway.parse(answer.body())
                                    .path("parameter")
                                    .asString("")
                                    .equals(name)) {
                        failed.add(path.getKey() + "?" + name + "=wrong was not refused by its name: "
                                + answer.statusCode());
                    }
                }
            }
        });
        assertThat(tried).hasSizeGreaterThan(20);
        assertThat(failed).isEmpty();
    }

    /** A refusal by the server before it comes to the application, such as of a path with %2F, has no body of ours. */
    private static boolean explained(HttpResponse<String> answer) {
        return !answer.headers().firstValue("content-type").orElse("").equals("application/problem+json")
                || !gateway.parse(answer.body()).path("detail").asString("").isBlank();
    }

    private static void hasTheFieldsOf(String schema, JsonNode answer) {
        Set<String> described = new TreeSet<>(api.get("components")
                .get("schemas")
                .get(schema)
                .get("properties")
                .propertyNames());
        Set<String> found = new TreeSet<>(answer.propertyNames());
        assertThat(described).as(schema).containsAll(found);
        described.removeAll(found);
        assertThat(described)
                .as("described, not answered by " + schema)
                .isSubsetOf(Set.of("facets", "highlight", "asOf", "citing", "cited", "history", "why"));
    }

    private static boolean isNumberOrChoice(JsonNode schema) {
        return schema.has("enum") || schema.has("minimum");
    }

    private static String filled(String path) {
        return path.replace("{id}", "1000")
                .replace("{name}", "VLDB")
                .replace("{year}", "2000")
                .replace("{format}", "csv");
    }

    private static String encoded(String value) {
        return value.indexOf('%') >= 0 || value.indexOf('+') >= 0
                ? value.replace(" ", "%20")
                : URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
