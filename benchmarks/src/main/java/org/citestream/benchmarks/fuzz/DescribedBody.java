package org.citestream.benchmarks.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of an operation as they are described, of which now and then a field is something else. */
final class DescribedBody {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 5;
    private static final String REFERENCE = "$ref";
    private static final String ANY_OF = "anyOf";
    private static final String ONE_OF = "oneOf";

    private final JsonNode description;
    private final List<Map.Entry<String, JsonNode>> contents;
    private final Random random;
    private final HostileValues hostile;

    DescribedBody(JsonNode description, JsonNode operation, Random random, HostileValues hostile) {
        this.description = description;
        this.contents =
                new ArrayList<>(operation.path("requestBody").path("content").properties());
        this.random = random;
        this.hostile = hostile;
    }

    boolean isDescribed() {
        return !contents.isEmpty();
    }

    /** One of those that are described. */
    String mediaType() {
        return contents.get(random.nextInt(contents.size())).getKey();
    }

    /** A body by one of the schemas; several in lines now and then. */
    byte[] next(List<String> known) {
        JsonNode schema =
                contents.get(random.nextInt(contents.size())).getValue().path("schema");
        StringBuilder body = new StringBuilder();
        int lines = random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 1;
        for (int i = 0; i < lines; i++) {
            body.append(i == 0 ? "" : "\n").append(JSON.writeValueAsString(value(schema, known, DEEPEST)));
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode value(JsonNode schema, List<String> known, int depth) {
        if (random.nextInt(20) == 0) {
            return NODES.stringNode(hostile.next());
        }
        if (schema.has(REFERENCE)) {
            String path = schema.path(REFERENCE).asString("").replaceFirst("^#", "");
            return depth == 0 ? NODES.nullNode() : value(description.at(path), known, depth - 1);
        }
        for (String choice : List.of(ANY_OF, ONE_OF)) {
            if (schema.path(choice).size() > 0) {
                return value(
                        schema.path(choice)
                                .get(random.nextInt(schema.path(choice).size())),
                        known,
                        depth);
            }
        }
        if (schema.path("enum").size() > 0) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        return switch (type(schema)) {
            case "object" -> object(schema, known, depth);
            case "array" -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0 && depth > 0; i--) {
                    array.add(value(schema.path("items"), known, depth - 1));
                }
                yield array;
            }
            case "integer", "number" ->
                NODES.numberNode(random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(2100));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            default -> NODES.stringNode(known.get(random.nextInt(known.size())));
        };
    }

    private ObjectNode object(JsonNode schema, List<String> known, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(each -> required.add(each.asString("")));
        schema.path("properties").properties().forEach(each -> {
            if (depth > 0 && random.nextInt(20) < (required.contains(each.getKey()) ? 19 : 8)) {
                object.set(each.getKey(), value(each.getValue(), known, depth - 1));
            }
        });
        return object;
    }

    /** A type may be several in OpenAPI 3.1. */
    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray() && type.size() > 0) {
            return type.get(random.nextInt(type.size())).asString("");
        }
        return type.asString(schema.has("properties") ? "object" : "");
    }
}
