package org.citestream.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.citestream.events.GoldenRecords.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Records and schemas say the same: a field added, renamed or taken away on one side alone fails here. */
class SchemaCompletenessTest {

    static List<Topic<? extends Event>> topics() {
        return Topics.all();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyFormOfEveryTopicHasAGoldenFile(Topic<? extends Event> topic) {
        Set<Class<?>> shown = GoldenRecords.all().stream()
                .filter(golden -> golden.topic() == topic)
                .map(Golden::event)
                .map(Object::getClass)
                .collect(Collectors.toSet());
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(forms(topic.type()).values());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theSchemaHasExactlyTheFieldsOfTheRecords(Topic<? extends Event> topic) {
        JsonNode schema = PublishedSchemas.textOf(topic);
        Map<String, Class<?>> forms = forms(topic.type());
        if (topic.type().isRecord()) {
            compare(topic.name(), topic.type(), schema, schema, Set.of());
            return;
        }
        assertThat(items(schema.get("oneOf")).map(form -> form.get("$ref").stringValue()))
                .containsExactlyInAnyOrderElementsOf(
                        forms.keySet().stream().map(name -> "#/$defs/" + name).toList());
        forms.forEach((name, type) -> {
            JsonNode form = schema.get("$defs").get(name);
            assertThat(form.at("/properties/type/const").stringValue()).isEqualTo(name);
            compare(topic.name() + "/" + name, type, form, schema, Set.of("type"));
        });
    }

    private static void compare(String where, Class<?> type, JsonNode schema, JsonNode root, Set<String> besides) {
        Set<String> expected = new TreeSet<>(besides);
        for (RecordComponent component : type.getRecordComponents()) {
            expected.add(nameOf(component));
        }
        JsonNode properties = schema.get("properties");
        assertThat(new TreeSet<>(properties.propertyNames())).as(where).isEqualTo(expected);
        assertThat(schema.get("additionalProperties"))
                .as("%s lets newer writers add fields", where)
                .isNull();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode property = properties.get(nameOf(component));
            String there = where + "/" + nameOf(component);
            assertThat(property.get("description"))
                    .as("description of %s", there)
                    .isNotNull();
            if (component.getType().isEnum()) {
                compareConstants(there, component.getType(), property);
            }
            for (Class<?> inner : recordsIn(component.getGenericType())) {
                compare(there, inner, definition(property, root), root, Set.of());
            }
        }
    }

    private static void compareConstants(String where, Class<?> type, JsonNode property) {
        Set<String> expected = Arrays.stream(type.getFields())
                .filter(java.lang.reflect.Field::isEnumConstant)
                .map(constant -> constant.getAnnotation(JsonProperty.class).value())
                .collect(Collectors.toSet());
        assertThat(items(property.get("enum"))
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .collect(Collectors.toSet()))
                .as(where)
                .isEqualTo(expected);
    }

    /** The definition that a property, its items or one of its alternatives refers to. */
    private static JsonNode definition(JsonNode property, JsonNode root) {
        List<JsonNode> places = new ArrayList<>(List.of(property));
        if (property.has("items")) {
            places.add(property.get("items"));
        }
        if (property.has("anyOf")) {
            items(property.get("anyOf")).forEach(places::add);
        }
        return places.stream()
                .filter(place -> place.has("$ref"))
                .map(place -> root.at(place.get("$ref").stringValue().substring(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No definition in " + property));
    }

    private static List<Class<?>> recordsIn(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return Arrays.stream(parameterized.getActualTypeArguments())
                    .flatMap(argument -> recordsIn(argument).stream())
                    .toList();
        }
        return type instanceof Class<?> found && found.isRecord() ? List.of(found) : List.of();
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }

    private static Map<String, Class<?>> forms(Class<?> type) {
        Map<String, Class<?>> forms = new TreeMap<>();
        if (type.isRecord()) {
            forms.put("", type);
            return forms;
        }
        for (JsonSubTypes.Type form : type.getAnnotation(JsonSubTypes.class).value()) {
            forms.put(form.name(), form.value());
        }
        assertThat(type.getPermittedSubclasses()).containsExactlyInAnyOrderElementsOf(forms.values());
        return forms;
    }

    private static java.util.stream.Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
