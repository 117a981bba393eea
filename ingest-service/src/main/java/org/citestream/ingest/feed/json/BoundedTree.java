package org.citestream.ingest.feed.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds the tree of one record, and no more of it than a budget allows. */
final class BoundedTree {

    /** What a node costs beside its text: about the bytes that it holds. */
    private static final int NODE = 32;

    private static final int LONGEST_NUMBER = 40;

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final JsonParser json;
    private long budget;

    BoundedTree(JsonParser json, long budget) {
        this.json = json;
        this.budget = budget;
    }

    /** The value that the parser stands at, to its end; the nesting is bounded by the parser's own limits. */
    JsonNode value() throws Oversized {
        spend(NODE);
        return switch (json.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> {
                String text = json.getString();
                spend(text.length());
                yield nodes.stringNode(text);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            default -> nodes.nullNode();
        };
    }

    private ObjectNode object() throws Oversized {
        ObjectNode object = nodes.objectNode();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            spend(name.length());
            object.set(name, value());
        }
        return object;
    }

    private ArrayNode array() throws Oversized {
        ArrayNode array = nodes.arrayNode();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    /** Numbers that are no year, count or place of a word are kept as their text. */
    private JsonNode number() {
        if (json.getStringLength() > LONGEST_NUMBER) {
            return nodes.stringNode(json.getString().substring(0, LONGEST_NUMBER));
        }
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return json.getStringLength() < 18
                    ? nodes.numberNode(json.getLongValue())
                    : nodes.stringNode(json.getString());
        }
        return nodes.numberNode(Double.parseDouble(json.getString()));
    }

    void spend(int cost) throws Oversized {
        budget -= cost;
        if (budget < 0) {
            throw new Oversized();
        }
    }
}
