package org.citestream.gateway;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
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

/** The description that a running gateway gives of itself, taken by its word: what it does not describe is not there. */
final class DescribedApi {

    private static final String ADDRESS = "https://citestream.org/openapi.json";

    private final SchemaRegistry registry;
    private final List<Operation> operations = new ArrayList<>();

    DescribedApi(RunningGateway gateway) {
        JsonNode api = gateway.json("/api/v1/openapi.json");
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(each -> {
                    JsonNode operation = each.getValue();
                    operations.add(new Operation(
                            each.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            operation.get("operationId").asString(),
                            operation,
                            body(api, operation)));
                }));
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

    /** What the body of an operation may be; missing where it has none. */
    private static JsonNode body(JsonNode api, JsonNode operation) {
        JsonNode schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : api.at(reference.substring(1));
    }

    List<Operation> operations() {
        return operations;
    }

    /** What is wrong with the answer of an operation, by its description. */
    List<String> violations(Operation operation, String status, String contentType, String body) {
        if (!operation.content(status).has(contentType)) {
            return List.of(contentType + " is not described");
        }
        String pointer = "#/paths/" + escaped(operation.path) + "/" + operation.method.toLowerCase(Locale.ROOT)
                + "/responses/" + status + "/content/" + escaped(contentType) + "/schema";
        Schema schema = registry.getSchema(SchemaLocation.of(ADDRESS + pointer));
        return schema.validate(body, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
    }

    /** One operation. */
    record Operation(String method, String path, String id, JsonNode description, JsonNode body) {

        /** What operators ask is asked of the whole product, which knows them. */
        boolean isForOperators() {
            return description.path("tags").toString().contains("\"operators\"");
        }

        JsonNode content(String status) {
            return description.path("responses").path(status).path("content");
        }

        List<Parameter> parameters() {
            List<Parameter> all = new ArrayList<>();
            description
                    .path("parameters")
                    .forEach(each -> all.add(new Parameter(
                            each.get("name").asString(), each.get("in").asString(), each.get("schema"))));
            return all;
        }
    }

    /** One parameter. */
    record Parameter(String name, String in, JsonNode schema) {

        boolean isInPath() {
            return in.equals("path");
        }
    }
}
