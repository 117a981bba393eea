package org.citestream.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a schema does not allow as a body, made from the schema alone and one body that it does allow. */
final class WrongBodies {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** One value of each type that JSON has. */
    private static final Map<String, JsonNode> OF_TYPES = Map.of(
            "null", NODES.nullNode(),
            "boolean", NODES.booleanNode(true),
            "integer", NODES.numberNode(7),
            "number", NODES.numberNode(7.5),
            "string", NODES.stringNode("text"),
            "array", NODES.arrayNode().add("text"),
            "object", NODES.objectNode().put("text", "text"));

    /**
     * A body that is refused.
     *
     * @param bytes as it is sent
     * @param parameter what it is refused by
     */
    record Wrong(byte[] bytes, String parameter) {

        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.length() > 200 ? text.substring(0, 200) + "…" : text;
        }
    }

    private final JsonNode schema;
    private final List<Wrong> wrong = new ArrayList<>();

    private WrongBodies(JsonNode schema) {
        this.schema = schema;
    }

    static List<Wrong> of(JsonNode schema, JsonNode allowed) {
        WrongBodies bodies = new WrongBodies(schema);
        bodies.unreadable();
        bodies.ofOtherTypes();
        if (allowed instanceof ObjectNode object) {
            bodies.objects(object);
        } else {
            bodies.arrays();
        }
        return bodies.wrong;
    }

    private void unreadable() {
        for (String text : List.of(
                "",
                " ",
                "{",
                "[",
                "]",
                "nonsense",
                "{'a':1}",
                "[1,]",
                "\u0000",
                "[\"\\ud800",
                "[".repeat(20_000),
                "{\"a\":".repeat(20_000))) {
            wrong.add(new Wrong(text.getBytes(StandardCharsets.UTF_8), "body"));
        }
        wrong.add(new Wrong(new byte[] {'[', '"', (byte) 0xC3, 0x28, '"', ']'}, "body"));
        wrong.add(new Wrong(new byte[] {(byte) 0xFF, (byte) 0xFE}, "body"));
    }

    private void ofOtherTypes() {
        OF_TYPES.forEach((type, value) -> {
            if (!allows(schema, type)) {
                add(value, "body");
            }
        });
    }

    private void arrays() {
        JsonNode items = schema.path("items");
        add(NODES.arrayNode(), "body");
        ArrayNode tooMany = NODES.arrayNode();
        for (int i = 0; i <= schema.get("maxItems").asInt(); i++) {
            tooMany.add(1);
        }
        add(tooMany, "body");
        OF_TYPES.forEach((type, value) -> {
            if (!allows(items, type)) {
                add(NODES.arrayNode().add(1).add(value), "body");
            }
        });
    }

    private void objects(ObjectNode allowed) {
        schema.path("required").forEach(name -> {
            ObjectNode without = allowed.deepCopy();
            without.remove(name.asString());
            add(without, name.asString());
        });
        add(allowed.deepCopy().put("nonsense", 1), "nonsense");
        schema.get("properties").properties().forEach(each -> {
            OF_TYPES.forEach((type, value) -> {
                if (!allows(each.getValue(), type)) {
                    add(with(allowed, each.getKey(), value), each.getKey());
                }
            });
            outOfRange(each.getValue()).forEach(value -> add(with(allowed, each.getKey(), value), each.getKey()));
        });
    }

    private static ObjectNode with(ObjectNode allowed, String name, JsonNode value) {
        ObjectNode changed = allowed.deepCopy();
        changed.set(name, value);
        return changed;
    }

    private static List<JsonNode> outOfRange(JsonNode property) {
        List<JsonNode> values = new ArrayList<>();
        if (property.has("minLength")) {
            values.add(NODES.stringNode("x".repeat(property.get("minLength").asInt() - 1)));
        }
        if (property.has("maxLength")) {
            values.add(NODES.stringNode("x".repeat(property.get("maxLength").asInt() + 1)));
        }
        if (property.has("pattern")) {
            values.add(NODES.stringNode("!"));
            values.add(NODES.stringNode(""));
        }
        if (property.path("format").asString("").equals("uri")) {
            values.add(NODES.stringNode("not an address"));
            values.add(NODES.stringNode("\u0000"));
        }
        if (property.has("minimum")) {
            values.add(NODES.numberNode(property.get("minimum").asLong() - 1));
        }
        if (property.has("maximum")) {
            values.add(NODES.numberNode(property.get("maximum").asLong() + 1));
            values.add(NODES.numberNode(new java.math.BigInteger("9".repeat(400))));
        }
        return values;
    }

    /** An integer is a number; what says nothing of its type allows each. */
    private static boolean allows(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        if (types.isMissingNode()) {
            throw new IllegalArgumentException("No type is described: " + schema);
        }
        List<String> allowed = new ArrayList<>();
        if (types.isArray()) {
            types.forEach(each -> allowed.add(each.asString()));
        } else {
            allowed.add(types.asString());
        }
        return allowed.contains(type) || (type.equals("integer") && allowed.contains("number"));
    }

    private void add(JsonNode body, String parameter) {
        wrong.add(new Wrong(JSON.writeValueAsBytes(body), parameter));
    }
}
