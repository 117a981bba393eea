package org.citestream.benchmarks.fuzz;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Requests made up from descriptions of APIs (OpenAPI 3.1), which use what earlier answers have told: ids and cursors. */
final class ApiRequests {

    private static final int MOST_KNOWN = 500;
    private static final Pattern NEXT = Pattern.compile("[?&]cursor=([^&\"]+)");
    private static final Pattern KEY = Pattern.compile("\"((?:doi|dblp|openalex):[^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"?([\\w-]+)");
    private static final List<String> HEADERS =
            List.of("Accept", "If-None-Match", "Accept-Language", "Accept-Encoding", "Last-Event-ID", "Range");
    private static final List<String> MEDIA_TYPES = List.of(
            "application/json",
            "text/html",
            "text/csv",
            "application/x-ndjson",
            "application/atom+xml",
            "application/problem+json",
            "*/*;q=0",
            "garbage",
            "a/b;;q=x");
    private static final Pattern NO_HEADER = Pattern.compile("[^ -~]");

    private final List<Operation> operations = new ArrayList<>();
    private final List<String> known = new ArrayList<>(List.of("1", "2", "7", "VLDB", "SIGMOD", "2023"));
    private final List<String> cursors = new ArrayList<>();
    private final Random random;
    private final String key;
    private final HostileValues hostile;

    /**
     * @param descriptions by what stands before their paths
     * @param key of an operator, which most requests have
     */
    ApiRequests(Map<String, JsonNode> descriptions, String key, Random random) {
        this.random = random;
        this.key = key;
        this.hostile = new HostileValues(random);
        descriptions.forEach((service, description) -> description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(java.util.Locale.ROOT),
                                service + path.getKey(),
                                method.getValue(),
                                new DescribedBody(description, method.getValue(), random, hostile))))));
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("the description has no operations");
        }
    }

    private record Operation(String method, String path, JsonNode described, DescribedBody body) {}

    /**
     * A request.
     *
     * @param operation its method and path as they are described
     * @param method of HTTP
     * @param path with its query
     * @param headers by name
     * @param body or null
     */
    record Made(String operation, String method, String path, Map<String, String> headers, byte @Nullable [] body) {

        HttpRequest at(String address, Duration timeout) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(address + path)).timeout(timeout);
            headers.forEach(request::header);
            return request.method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
        }

        @Override
        public String toString() {
            return method + " " + path + " " + headers
                    + (body == null ? "" : " " + new String(body, StandardCharsets.UTF_8));
        }
    }

    /** Takes in what an answer tells. */
    void learn(String body) {
        collect(ID.matcher(body), known);
        collect(KEY.matcher(body), known);
        collect(NEXT.matcher(body), cursors);
    }

    private void collect(Matcher found, List<String> into) {
        while (found.find()) {
            if (into.size() < MOST_KNOWN) {
                into.add(found.group(1));
            } else {
                into.set(random.nextInt(MOST_KNOWN), found.group(1));
            }
        }
    }

    Made next() {
        Operation operation = operations.get(random.nextInt(operations.size()));
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode parameter : operation.described().path("parameters")) {
            String name = parameter.path("name").asString();
            String value = value(name, parameter.path("schema"));
            switch (parameter.path("in").asString()) {
                case "path" ->
                    path = path.replaceAll(
                            "\\{\\*?" + Pattern.quote(name) + "\\}", Matcher.quoteReplacement(encoded(value)));
                case "query" -> {
                    if (parameter.path("required").asBoolean(false) || chance(35)) {
                        add(query, name, value);
                        if (chance(4)) {
                            add(query, name, value(name, parameter.path("schema")));
                        }
                    }
                }
                default -> {
                    if (chance(50)) {
                        headers.put(name, NO_HEADER.matcher(value).replaceAll("?"));
                    }
                }
            }
        }
        // What is not described is made up all the same.
        path = path.replaceAll("\\{[^}]*\\}", Matcher.quoteReplacement(encoded(hostile.next())));
        if (chance(4)) {
            add(query, hostile.next(), hostile.next());
        }
        if (chance(25)) {
            String name = HEADERS.get(random.nextInt(HEADERS.size()));
            String value = chance(70) && name.equals("Accept")
                    ? MEDIA_TYPES.get(random.nextInt(MEDIA_TYPES.size()))
                    : hostile.next();
            headers.put(name, NO_HEADER.matcher(value).replaceAll("?"));
        }
        if (chance(75)) {
            headers.put("X-API-Key", key);
        }
        byte[] body = null;
        if (operation.body().isDescribed() && chance(70)) {
            headers.put("Content-Type", operation.body().mediaType());
            body = operation.body().next(known);
        } else if (operation.described().has("requestBody")
                || (!operation.method().equals("GET") && chance(50))) {
            headers.put(
                    "Content-Type",
                    chance(90) ? "application/json" : MEDIA_TYPES.get(random.nextInt(MEDIA_TYPES.size())));
            body = body();
        }
        return new Made(
                operation.method() + " " + operation.path(),
                operation.method(),
                path + query,
                Map.copyOf(headers),
                body);
    }

    private static void add(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&')
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** As a part of a path, where a dot alone would be another path. */
    private static String encoded(String value) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.isEmpty() || encoded.matches("\\.+") ? "%20" : encoded;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String value(String name, JsonNode schema) {
        if (chance(30)) {
            return hostile.next();
        }
        String value = right(name, schema);
        return chance(10) ? hostile.mutated(value) : value;
    }

    private String right(String name, JsonNode schema) {
        JsonNode of = schema.has("items") ? schema.path("items") : schema;
        if (of.path("enum").size() > 0) {
            return of.path("enum").get(random.nextInt(of.path("enum").size())).asString("");
        }
        if (name.equals("cursor") && !cursors.isEmpty()) {
            return cursors.get(random.nextInt(cursors.size()));
        }
        if (name.equals("q")) {
            return chance(50) ? "query optimization" : "\"parallel training\" -index author:x";
        }
        if (name.equals("asOf")) {
            return "2026-02-0" + (1 + random.nextInt(9)) + "T10:00:00Z";
        }
        return switch (of.path("type").asString("")) {
            case "integer", "number" ->
                Integer.toString(chance(80) ? 1 + random.nextInt(60) : 1990 + random.nextInt(35));
            case "boolean" -> Boolean.toString(random.nextBoolean());
            default -> known.get(random.nextInt(known.size()));
        };
    }

    private byte[] body() {
        String text;
        if (chance(40)) {
            StringBuilder array = new StringBuilder("[");
            for (int i = random.nextInt(8); i >= 0; i--) {
                array.append(chance(50) ? "\"" + known.get(random.nextInt(known.size())) + "\"" : hostile.json(2))
                        .append(i == 0 ? "" : ",");
            }
            text = array.append(']').toString();
        } else {
            text = hostile.json(4);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (chance(20) && bytes.length > 1) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
