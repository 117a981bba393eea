package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.citestream.standalone.Standalone;
import org.citestream.system.ServiceDocument.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the services behind the gateway say of themselves holds: every endpoint is described, every operation is asked rightly and answers as
 * described, and asked wrongly in every way it says what is wrong.
 */
@Tag("slow")
class DescribedServicesTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String FEED_KEY = "the key of a feed";
    private static final Map<String, String> SERVICES =
            new TreeMap<>(Map.of("ingest", "/ingest", "summary", "/summary", "ranking", "/ranking"));

    /** Of each type that JSON has, a value that is taken for no other. */
    private static final Map<String, JsonNode> OF_TYPES = Map.of(
            "boolean", NODES.booleanNode(true),
            "number", NODES.numberNode(7.5),
            "string", NODES.stringNode("text"),
            "array", NODES.arrayNode().add(NODES.arrayNode()),
            "object", NODES.objectNode().put("text", "text"));

    private static final List<String> HOSTILE = List.of(
            "%00",
            "%FF%FE",
            "-1",
            "99999999999999999999",
            "NaN",
            "..%2F..%2Fetc%2Fpasswd",
            "%3Cscript%3E",
            "%7B%22$gt%22:1%7D",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "%5B%5D",
            "%0D%0AX-Injected:1",
            "x".repeat(3_000));

    @TempDir
    static Path directory;

    private static Standalone product;
    private static Api api;
    private static final Map<String, ServiceDocument> DOCUMENTS = new TreeMap<>();
    private static Map<String, List<Question>> questions;
    private static int paper;

    /** A request that is allowed. */
    private record Question(String address, String body, int status) {}

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> properties = new HashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
        properties.put("logging.level.root", "error");
        properties.put("citestream.ingest.intake.api-keys.feed", AttackedProduct.sha256(FEED_KEY));
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        properties.put("citestream.ingest.feeds.inbox.source", "directory");
        properties.put("citestream.ingest.feeds.inbox.directory", inbox.toString());
        Path imported = Files.writeString(
                directory.resolve("imported.ndjson"),
                "{\"source\":\"file\",\"key\":\"one\",\"title\":\"From a file\",\"year\":2001,\"venue\":\"VLDB\"}\n");
        product = RunningProduct.start(directory.resolve("data"), properties, imported);
        api = new Api(product.address());
        for (Map.Entry<String, String> each : SERVICES.entrySet()) {
            DOCUMENTS.put(each.getKey(), new ServiceDocument(api.ok(each.getValue() + "/api/v1/openapi.json")));
        }
        DOCUMENTS.put("gateway", new ServiceDocument(api.ok("/api/v1/openapi.json")));
        JsonNode taken = Api.json(
                api.post(
                        "/api/v1/submissions",
                        FEED_KEY,
                        "{\"source\":\"s\",\"key\":\"a\",\"title\":\"Tides\",\"year\":2020,\"venue\":\"VLDB\",\"authors\":[\"Ann Lee\"]}\n"
                                + "{\"source\":\"s\",\"key\":\"b\",\"title\":\"Ebbs\",\"year\":2021,\"venue\":\"VLDB\",\"authors\":[\"Bo Li\"]}\n"));
        String receipt = taken.path("receipts").get(0).path("receipt").asString();
        api.awaitSettled(Duration.ofMinutes(2));
        paper = Api.json(send("GET", "/api/v1/submissions/" + receipt, "", FEED_KEY))
                .path("paper")
                .asInt();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> send("GET", "/summary/api/v1/summaries/spending/" + paper, "", product.apiKey())
                                .statusCode()
                        == 200);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> send("POST", "/ranking/api/v1/ranks/verification?dryRun=true", "", product.apiKey())
                                .statusCode()
                        == 200);
        questions = questions(receipt);
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    /** By operation; one that is described and not asked here fails the test. */
    private static Map<String, List<Question>> questions(String receipt) {
        Map<String, List<Question>> all = new HashMap<>();
        all.put(
                "POST /api/v1/submissions",
                List.of(
                        new Question("/api/v1/submissions", allowed("POST /api/v1/submissions"), 202),
                        new Question("/api/v1/submissions", "[{\"source\":\"s\"},1]", 422),
                        new Question("/api/v1/submissions", "", 400)));
        all.put(
                "POST /api/v1/citations",
                List.of(
                        new Question("/api/v1/citations", allowed("POST /api/v1/citations"), 202),
                        new Question("/api/v1/citations", "{\"source\":\"s\"}", 422)));
        for (String kind : List.of("submissions", "citations")) {
            String path = "/api/v1/" + kind + "/";
            all.put(
                    "GET " + path + "{receipt}",
                    List.of(new Question(path + receipt, "", 200), new Question(path + "none", "", 404)));
        }
        all.put("GET /api/v1/imports", List.of(new Question("/api/v1/imports", "", 200)));
        all.put("GET /api/v1/feeds", List.of(new Question("/api/v1/feeds", "", 200)));
        all.put(
                "GET /api/v1/feeds/{name}",
                List.of(new Question("/api/v1/feeds/inbox", "", 200), new Question("/api/v1/feeds/none", "", 404)));
        all.put(
                "POST /api/v1/feeds/{name}/{action}",
                List.of(
                        new Question("/api/v1/feeds/inbox/pause", "", 202),
                        new Question("/api/v1/feeds/inbox/run", "", 409),
                        new Question("/api/v1/feeds/inbox/resume", "", 202),
                        new Question("/api/v1/feeds/none/run", "", 404)));
        all.put(
                "POST /api/v1/decisions",
                List.of(
                        new Question("/api/v1/decisions", allowed("POST /api/v1/decisions"), 202),
                        new Question("/api/v1/decisions", "{\"merge\":[1]}", 422)));
        all.put(
                "GET /api/v1/provenance/{paper}",
                List.of(
                        new Question("/api/v1/provenance/" + paper, "", 200),
                        new Question("/api/v1/provenance/2147483647", "", 404)));
        all.put(
                "GET /api/v1/dead-letters",
                List.of(new Question("/api/v1/dead-letters?topic=papers&reason=refused&size=1", "", 200)));
        all.put(
                "POST /api/v1/dead-letters/replay",
                List.of(new Question("/api/v1/dead-letters/replay?dryRun=true", "", 200)));
        all.put("POST /api/v1/audit", List.of(new Question("/api/v1/audit?action=test&outcome=none&more=1", "", 201)));
        all.put("GET /api/v1/audit", List.of(new Question("/api/v1/audit", "", 200)));
        all.put(
                "POST /api/v1/summaries/renewals",
                List.of(
                        new Question("/api/v1/summaries/renewals", "{\"all\":true,\"dryRun\":true}", 200),
                        new Question("/api/v1/summaries/renewals", allowed("POST /api/v1/summaries/renewals"), 202)));
        all.put("GET /api/v1/summaries/spending", List.of(new Question("/api/v1/summaries/spending", "", 200)));
        all.put(
                "GET /api/v1/summaries/spending/{paper}",
                List.of(
                        new Question("/api/v1/summaries/spending/" + paper, "", 200),
                        new Question("/api/v1/summaries/spending/2147483647", "", 404)));
        all.put(
                "POST /api/v1/ranks/verification",
                List.of(
                        new Question("/api/v1/ranks/verification?dryRun=true", "", 200),
                        new Question("/api/v1/ranks/verification", "", 200)));
        all.put("POST /api/v1/rebuilds", List.of(new Question("/api/v1/rebuilds?what=words&dryRun=true", "", 202)));
        all.put("GET /api/v1/rebuilds/last", List.of(new Question("/api/v1/rebuilds/last", "", 200)));
        return all;
    }

    /** A body that an operation takes, with every field that can go with the others. */
    private static String allowed(String operation) {
        return switch (operation) {
            case "POST /api/v1/submissions" -> """
                    {"source":"s","key":"c","title":"Neaps","year":2022,"authors":[{"name":"Ann Lee","orcid":null}],"venue":"VLDB",
                    "doi":"10.1145/neaps","abstract":"They are low.","abstractLicence":"CC0","url":"https://example.org/","references":["s:a"],
                    "outside":false,"retracted":false,"sameAs":[],"deleted":false}""";
            case "POST /api/v1/citations" -> "{\"source\":\"s\",\"citing\":\"s:a\",\"cited\":\"s:b\"}";
            case "POST /api/v1/decisions" -> "{\"verdict\":\"different\",\"records\":[\"s:a\",\"s:b\"]}";
            case "POST /api/v1/summaries/renewals" -> "{\"paper\":2147483647,\"dryRun\":false}";
            default -> throw new AssertionError("No body is written here that is allowed to " + operation);
        };
    }

    @Test
    void everyEndpointIsDescribed() {
        Set<String> described = new TreeSet<>();
        DOCUMENTS.values().forEach(each -> each.operations().forEach(operation -> described.add(operation.name())));
        Set<String> there = endpoints();
        assertThat(there).hasSizeGreaterThan(30);
        assertThat(described).containsExactlyInAnyOrderElementsOf(there);
    }

    /** What answers in JSON under {@code /api/v1}, as the code has it; names of papers with slashes are the same endpoint. */
    private static Set<String> endpoints() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        Set<String> found = new TreeSet<>();
        scanner.findCandidateComponents("org.citestream").forEach(each -> {
            Class<?> type = ClassUtils.resolveClassName(String.valueOf(each.getBeanClassName()), null);
            RequestMapping ofType = AnnotatedElementUtils.findMergedAnnotation(type, RequestMapping.class);
            List<String> prefixes = ofType == null ? List.of("") : List.of(ofType.path());
            for (var method : type.getDeclaredMethods()) {
                RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
                if (mapping == null) {
                    continue;
                }
                for (String prefix : prefixes) {
                    for (String path : mapping.path().length == 0 ? new String[] {""} : mapping.path()) {
                        for (RequestMethod verb : mapping.method()) {
                            found.add(verb + " " + (prefix + path).replaceAll("\\{(\\w+):[^}]*}", "{$1}"));
                        }
                    }
                }
            }
        });
        found.removeIf(each -> !each.contains(" /api/v1/") || each.contains("{*"));
        return found;
    }

    @Test
    void everyAnswerIsAsDescribed() {
        List<String> wrong = new ArrayList<>();
        operations().forEach((operation, service) -> {
            List<Question> asked = questions.getOrDefault(operation.name(), List.of());
            if (asked.isEmpty()) {
                wrong.add(operation.name() + " is never asked");
            }
            for (Question each : asked) {
                String of = operation.method() + " " + each.address + " " + each.body;
                HttpResponse<String> answer =
                        send(operation.method(), at(service) + each.address, each.body, product.apiKey());
                if (answer.statusCode() != each.status) {
                    wrong.add(of + " answered " + answer.statusCode() + " " + answer.body());
                    continue;
                }
                violations(service, operation, answer).forEach(violation -> wrong.add(of + ": " + violation));
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void whoHasNoKeyOrAFeedsIsToldSo() {
        List<String> wrong = new ArrayList<>();
        operations().forEach((operation, service) -> {
            if (!operation.needsKey() && !operation.isTagged("operators")) {
                return;
            }
            Question any = questions.get(operation.name()).getFirst();
            for (String key : List.of("", "a guess", FEED_KEY)) {
                HttpResponse<String> answer = send(operation.method(), at(service) + any.address, any.body, key);
                boolean known = key.equals(FEED_KEY);
                if (known ? answer.statusCode() >= 500 : answer.statusCode() != 401) {
                    wrong.add(operation.name() + " with the key '" + key + "' answered " + answer.statusCode());
                } else {
                    violations(service, operation, answer)
                            .forEach(violation -> wrong.add(operation.name() + ": " + violation));
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatTheDescriptionDoesNotAllowAsAParameterIsRefusedInWords() {
        List<String> wrong = new ArrayList<>();
        Set<String> tried = new TreeSet<>();
        operations()
                .forEach((operation, service) -> operation
                        .told()
                        .path("parameters")
                        .forEach(parameter -> {
                            if (parameter.path("in").asString().equals("header")) {
                                return;
                            }
                            String name = parameter.path("name").asString();
                            for (String value : notAllowed(parameter.path("schema"))) {
                                HttpResponse<String> answer = send(
                                        operation.method(),
                                        at(service) + with(operation, parameter, value),
                                        body(operation),
                                        product.apiKey());
                                check(service, operation, answer, name + "=" + value, true, wrong);
                                tried.add(operation.name() + " " + name);
                            }
                            for (String hostile : HOSTILE) {
                                HttpResponse<String> answer = send(
                                        operation.method(),
                                        at(service) + with(operation, parameter, hostile),
                                        body(operation),
                                        product.apiKey());
                                check(service, operation, answer, name + "=" + hostile, false, wrong);
                                if (answer.headers().firstValue("X-Injected").isPresent()) {
                                    wrong.add(operation.name() + " sets a header by " + name);
                                }
                            }
                        }));
        assertThat(wrong).isEmpty();
        assertThat(tried).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void whatTheDescriptionDoesNotAllowAsABodyIsRefusedInWords() {
        List<String> wrong = new ArrayList<>();
        Set<String> tried = new TreeSet<>();
        operations().forEach((operation, service) -> {
            if (!operation.hasBody()) {
                return;
            }
            ServiceDocument document = DOCUMENTS.get(service);
            ObjectNode allowed = (ObjectNode) JSON.readTree(allowed(operation.name()));
            JsonNode schema = document.resolved(operation.body());
            List<String> bodies = new ArrayList<>(List.of(
                    "",
                    " ",
                    "{",
                    "[",
                    "]",
                    "nonsense",
                    "1",
                    "\"text\"",
                    "\u0000",
                    "[".repeat(20_000),
                    "{\"a\":".repeat(20_000)));
            schema.path("required").forEach(name -> {
                ObjectNode without = allowed.deepCopy();
                without.remove(name.asString());
                bodies.add(without.toString());
            });
            schema.path("properties")
                    .properties()
                    .forEach(property -> OF_TYPES.forEach((type, value) -> {
                        if (!allows(document.resolved(property.getValue()), type)) {
                            ObjectNode changed = allowed.deepCopy();
                            changed.set(property.getKey(), value);
                            bodies.add(changed.toString());
                            tried.add(operation.name() + " " + property.getKey());
                        }
                    }));
            for (String body : bodies) {
                HttpResponse<String> answer = send(
                        operation.method(),
                        at(service) + questions.get(operation.name()).getFirst().address,
                        body,
                        product.apiKey());
                check(service, operation, answer, body, true, wrong);
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(tried).hasSizeGreaterThan(20);
    }

    /** What says nothing of its type allows each; a number that is no whole one is no integer. */
    private static boolean allows(JsonNode schema, String type) {
        if (schema.has("anyOf")) {
            return schema.path("anyOf").valueStream().anyMatch(each -> allows(each, type));
        }
        JsonNode types = schema.path("type");
        return types.isMissingNode()
                || (types.isArray()
                        ? types.valueStream().anyMatch(each -> each.asString().equals(type))
                        : types.asString().equals(type));
    }

    private static Set<String> notAllowed(JsonNode schema) {
        Set<String> values = new LinkedHashSet<>();
        String type = schema.path("type").asString("");
        if (type.equals("integer")) {
            values.addAll(List.of("x", "1.5", "NaN", "99999999999999999999"));
            if (schema.has("minimum")) {
                values.add(Long.toString(schema.get("minimum").asLong() - 1));
            }
            if (schema.has("maximum")) {
                values.add(Long.toString(schema.get("maximum").asLong() + 1));
            }
        } else if (type.equals("boolean")) {
            values.addAll(List.of("perhaps", "2", "null"));
        } else if (schema.has("enum")) {
            values.add("nonsense");
        }
        return values;
    }

    private static void check(
            String service,
            Operation operation,
            HttpResponse<String> answer,
            String sent,
            boolean mustBeRefused,
            List<String> wrong) {
        String of = operation.name() + " with " + (sent.length() > 150 ? sent.substring(0, 150) + "…" : sent);
        int status = answer.statusCode();
        if (status >= 500 || (mustBeRefused && status < 400)) {
            wrong.add(of + " answered " + status + " " + answer.body());
            return;
        }
        // What the server itself refuses, such as a path with %2F, does not come to the service.
        boolean isOurs = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
        if (status >= 400 && isOurs) {
            if (JSON.readTree(answer.body()).path("detail").asString("").isBlank()) {
                wrong.add(of + " is not explained: " + answer.body());
            }
            violations(service, operation, answer).forEach(each -> wrong.add(of + ": " + each));
        } else if (mustBeRefused) {
            wrong.add(of + " is refused without a word of ours: " + status + " " + answer.body());
        }
    }

    private static List<String> violations(String service, Operation operation, HttpResponse<String> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        return DOCUMENTS.get(service).violations(operation, answer.statusCode(), type, answer.body());
    }

    /** With the service that has it; of the gateway's those for operators, since its own tests ask all others. */
    private static Map<Operation, String> operations() {
        Map<Operation, String> all = new LinkedHashMap<>();
        DOCUMENTS.forEach((service, document) -> document.operations().stream()
                .filter(each -> !service.equals("gateway") || each.isTagged("operators"))
                .forEach(each -> all.put(each, service)));
        return all;
    }

    private static String at(String service) {
        return SERVICES.getOrDefault(service, "");
    }

    private static String body(Operation operation) {
        return operation.hasBody() ? allowed(operation.name()) : "";
    }

    /** The address of an allowed question with another value for one parameter. */
    private static String with(Operation operation, JsonNode parameter, String value) {
        String name = parameter.path("name").asString();
        String encoded = value.contains("%") ? value : URLEncoder.encode(value, StandardCharsets.UTF_8);
        if (parameter.path("in").asString().equals("path")) {
            return operation
                    .path()
                    .replace("{" + name + "}", encoded)
                    .replace("{name}", "inbox")
                    .replace("{action}", "pause")
                    .replace("{paper}", Integer.toString(paper));
        }
        String address = questions.get(operation.name()).getFirst().address;
        String plain = address.replaceAll("([?&])" + name + "=[^&]*", "$1");
        return plain + (plain.contains("?") ? "&" : "?") + name + "=" + encoded;
    }

    private static HttpResponse<String> send(String method, String path, String body, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri(path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        return api.send(key.isEmpty() ? request : request.header("X-API-Key", key));
    }

    @Test
    void thePageOfTheApiShowsWhatEachServiceCanBeAsked() {
        String page = api.get("/api/v1/docs").body();
        operations()
                .keySet()
                .forEach(each ->
                        assertThat(page).contains(each.told().path("summary").asString()));
        assertThat(page)
                .contains(
                        "<code>POST /api/v1/submissions</code>",
                        "<code>POST /summary/api/v1/summaries/renewals</code>",
                        "<code>POST /ranking/api/v1/ranks/verification</code>");
    }
}
