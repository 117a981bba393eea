package org.citestream.system;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a running service says of itself, taken by its word: a field that it does not describe is not there. */
final class ServiceDocument {

    private static final String ADDRESS = "https://citestream.org/service.json";

    private final JsonNode api;
    private final SchemaRegistry registry;
    private final List<Operation> operations = new ArrayList<>();

    ServiceDocument(JsonNode api) {
        this.api = api;
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(each -> operations.add(new Operation(
                                each.getKey().toUpperCase(Locale.ROOT), path.getKey(), each.getValue()))));
        api.get("components").get("schemas").forEach(schema -> {
            if (schema instanceof ObjectNode object && object.has("properties")) {
                object.put("additionalProperties", false);
            }
        });
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(ADDRESS, api.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    List<Operation> operations() {
        return operations;
    }

    /** What is wrong with an answer, by the description of the operation. */
    List<String> violations(Operation operation, int status, String contentType, String body) {
        JsonNode content =
                operation.told.path("responses").path(Integer.toString(status)).path("content");
        if (!content.has(contentType)) {
            return List.of("%d in %s is not described".formatted(status, contentType));
        }
        String pointer = "#/paths/" + escaped(operation.path) + "/" + operation.method.toLowerCase(Locale.ROOT)
                + "/responses/" + status + "/content/" + escaped(contentType) + "/schema";
        return registry.getSchema(SchemaLocation.of(ADDRESS + pointer)).validate(body, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** What a schema says, where it refers to another. */
    JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : api.at(reference.substring(1));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
    }

    /** One operation. */
    record Operation(String method, String path, JsonNode told) {

        String name() {
            return method + " " + path;
        }

        boolean isTagged(String tag) {
            return told.path("tags").toString().contains('"' + tag + '"');
        }

        boolean needsKey() {
            return told.has("security");
        }

        JsonNode body() {
            return told.path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
        }

        boolean hasBody() {
            return told.has("requestBody");
        }
    }
}
