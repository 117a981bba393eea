package org.citestream.ingest;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A body that is allowed, with each of its values replaced by each kind of value that JSON has, and what is no JSON at all. */
final class WrongBodies {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "7.5",
            "1e400",
            "9".repeat(400),
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"a:b:c\"",
            "\"=cmd()\"",
            "\"" + "x".repeat(100_000) + "\"",
            "[]",
            "[null]",
            "[[]]",
            "[1,\"a\",{}]",
            "{}",
            "{\"a\":null}");

    private WrongBodies() {}

    static List<String> of(String allowed) {
        List<String> bodies = new ArrayList<>(List.of(
                "",
                " ",
                "null",
                "true",
                "1",
                "\"text\"",
                "[]",
                "{}",
                "[null]",
                "[[]]",
                "{",
                "[",
                "}",
                "nonsense",
                "{'a':1}",
                "\u0000",
                "\uFEFF",
                "[".repeat(20_000),
                "{\"a\":".repeat(20_000),
                allowed.substring(0, allowed.length() - 2),
                allowed + "}",
                allowed + ","));
        ObjectNode object = (ObjectNode) JSON.readTree(allowed);
        for (String name : List.copyOf(object.propertyNames())) {
            ObjectNode without = object.deepCopy();
            without.remove(name);
            bodies.add(JSON.writeValueAsString(without));
            for (String value : VALUES) {
                bodies.add(with(object, name, value));
                if (object.get(name) instanceof ArrayNode array && !array.isEmpty()) {
                    bodies.add(with(object, name, "[" + array.get(0) + "," + value + "]"));
                }
            }
        }
        bodies.add(with(object, "nonsense", "1"));
        return bodies;
    }

    /** Spliced as text, since some of the values are no JSON that a tree could hold. */
    private static String with(ObjectNode object, String name, String value) {
        ObjectNode others = object.deepCopy();
        JsonNode _ = others.remove(name);
        String rest = JSON.writeValueAsString(others);
        return "{\"" + name + "\":" + value + (others.isEmpty() ? "}" : "," + rest.substring(1));
    }
}
