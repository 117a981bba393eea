package org.citestream.events.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of the records that are answered which fields are always there and which may be null. */
public class RecordSchemas implements ModelConverter {

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        Class<?> raw = Json31.mapper().constructType(type.getType()).getRawClass();
        if (schema == null || !raw.isRecord() || !raw.getPackageName().startsWith("org.citestream")) {
            return schema;
        }
        String reference = schema.get$ref();
        Schema<?> defined = reference == null
                ? schema
                : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
        if (defined != null && defined.getProperties() != null && defined.getRequired() == null) {
            describe(raw, defined);
        }
        return schema;
    }

    @SuppressWarnings("rawtypes") // as the library has it
    private static void describe(Class<?> raw, Schema<?> defined) {
        Map<String, Schema> properties = defined.getProperties();
        for (RecordComponent each : raw.getRecordComponents()) {
            JsonProperty named = each.getAccessor().getAnnotation(JsonProperty.class);
            String name = named == null || named.value().isEmpty() ? each.getName() : named.value();
            Schema<?> property = properties.get(name);
            if (property == null) {
                continue;
            }
            if (each.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                properties.put(name, orNull(property));
            } else if (!each.getAccessor().isAnnotationPresent(JsonInclude.class)) {
                defined.addRequiredItem(name);
            }
        }
    }

    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() == null && schema.getEnum() == null && schema.getTypes() != null) {
            schema.addType("null");
            return schema;
        }
        return new JsonSchema().anyOf(List.of(schema, new JsonSchema().types(Set.of("null"))));
    }
}
