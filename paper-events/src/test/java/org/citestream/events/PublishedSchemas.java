package org.citestream.events;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schemas as they are published, by topic. */
final class PublishedSchemas {

    private static final String ADDRESS = "https://citestream.org/schemas/";

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaIdResolvers(ids -> ids.mapPrefix(ADDRESS, "classpath:schemas/"))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));

    private PublishedSchemas() {}

    static Schema of(Topic<?> topic) {
        return REGISTRY.getSchema(SchemaLocation.of(ADDRESS + file(topic)));
    }

    static JsonNode textOf(Topic<?> topic) {
        try (InputStream in = PublishedSchemas.class.getResourceAsStream("/schemas/" + file(topic))) {
            if (in == null) {
                throw new AssertionError("No schema is published for the topic " + topic.name());
            }
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(topic.name(), e);
        }
    }

    private static String file(Topic<?> topic) {
        return topic.name() + ".schema.json";
    }
}
