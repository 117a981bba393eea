package org.citestream.events.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.citestream.events.Event;
import org.citestream.events.RankEvent;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.trace.RecordTraces;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The published AsyncAPI document names every channel, and what it refers to is there. */
class AsyncApiTest {

    private final Map<String, Object> document = document();

    @Test
    void everyTopicAndItsDeadLettersAreChannels() {
        List<String> expected = new ArrayList<>();
        for (Topic<? extends Event> topic : Topics.all()) {
            expected.add(topic.name());
            expected.add(topic.deadLetterName());
        }
        assertThat(inside("channels").keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyTopicHasItsTypeKeyAndPublishedSchema() {
        for (Topic<? extends Event> topic : Topics.all()) {
            Map<String, Object> message = inside("components", "messages", topic.name());
            assertThat(message).containsEntry("name", topic.ceType());
            assertThat(inside("components", "messages", topic.name(), "bindings", "kafka", "key"))
                    .containsKey("description");
            assertThat(inside("components", "messages", topic.name(), "payload", "schema"))
                    .containsEntry("$ref", "./" + topic.name() + ".schema.json");
            assertThat(AsyncApiTest.class.getResource("/schemas/" + topic.name() + ".schema.json"))
                    .isNotNull();
        }
    }

    @Test
    void theHeadersAreThoseThatAreWritten() {
        RecordTraces untraced = new RecordTraces(Tracer.NOOP, Propagator.NOOP);
        Map<String, byte[]> written =
                new EventHeaders("test", InstantSource.system(), untraced).of(Topics.RANKS, new RankEvent(1, 1, 1.0));
        assertThat(inside("components", "schemas", "cloudEventHeaders").get("required"))
                .isEqualTo(List.copyOf(written.keySet()));
    }

    @Test
    void everyReferenceInsideTheDocumentLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collect(document, references);
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#/")) {
                assertThat(inside(reference.substring(2).split("/", -1))).isNotEmpty();
            }
        });
    }

    private static void collect(Object node, List<String> references) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                references.add(reference);
            }
            map.values().forEach(value -> collect(value, references));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collect(value, references));
        }
    }

    @SuppressWarnings("unchecked") // a YAML mapping whose keys are all strings
    private Map<String, Object> inside(String... path) {
        Map<String, Object> place = document;
        for (String step : path) {
            place = (Map<String, Object>) Objects.requireNonNull(place.get(step), step);
        }
        return place;
    }

    private static Map<String, Object> document() {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream("/schemas/citestream.asyncapi.yaml")) {
            return new Yaml().load(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
