package org.citestream.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.citestream.events.GoldenRecords.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The golden files are what other versions of this product have written: they must stay readable, and be written so. */
class GoldenFilesTest {

    private final JsonMapper json = JsonMapper.builder().build();

    static List<Golden<?>> goldens() {
        return GoldenRecords.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aRecordIsWrittenAsItsGoldenFileSays(Golden<?> golden) {
        assertThat(json.readTree(golden.encoded())).isEqualTo(json.readTree(file(golden)));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aGoldenFileIsReadAsTheRecordItWasWrittenFrom(Golden<?> golden) {
        assertThat((Object) golden.decode(file(golden))).isEqualTo(golden.event());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void goldenFilesAndFreshRecordsFollowTheSchema(Golden<?> golden) {
        assertThat(violations(golden, file(golden))).isEmpty();
        assertThat(violations(golden, golden.encoded())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void fieldsOfANewerWriterArePassedOver(Golden<?> golden) {
        ObjectNode newer = object(golden);
        newer.put("addedLater", "something").putObject("alsoAdded").put("depth", 2);
        byte[] written = json.writeValueAsBytes(newer);
        assertThat((Object) golden.decode(written)).isEqualTo(golden.event());
        assertThat(violations(golden, written)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void whatTheSchemaRequiresTheReaderRefusesToMissAndNames(Golden<?> golden) {
        for (String field : new TreeSet<>(object(golden).propertyNames())) {
            ObjectNode lacking = object(golden);
            lacking.remove(field);
            byte[] written = json.writeValueAsBytes(lacking);
            if (violations(golden, written).isEmpty()) {
                assertThat((Object) golden.decode(written))
                        .as("without %s", field)
                        .isNotNull();
            } else {
                assertThatThrownBy(() -> golden.decode(written))
                        .as("without %s", field)
                        .isInstanceOf(UnreadableEventException.class)
                        .hasMessageContaining(field);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aNullInPlaceOfARequiredFieldIsRefusedAndNamed(Golden<?> golden) {
        for (String field : new TreeSet<>(object(golden).propertyNames())) {
            ObjectNode lacking = object(golden);
            lacking.remove(field);
            if (!violations(golden, json.writeValueAsBytes(lacking)).isEmpty()) {
                lacking.putNull(field);
                assertThatThrownBy(() -> golden.decode(json.writeValueAsBytes(lacking)))
                        .as("%s null", field)
                        .isInstanceOf(UnreadableEventException.class)
                        .hasMessageContaining(field);
            }
        }
    }

    @Test
    void aMissingNumberInsideIsNotTakenForZero() {
        Golden<?> summary = named("summary-current");
        ObjectNode lacking = object(summary);
        ((ObjectNode) lacking.get("tokens")).remove("output");
        assertThatThrownBy(() -> summary.decode(json.writeValueAsBytes(lacking)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("output");
    }

    @Test
    void whatIsNoRecordAtAllIsRefusedInWords() {
        EventCodec codec = new EventCodec();
        for (String wrong :
                List.of("", "{", "null", "[]", "7", "{\"id\":1} {}", "{\"id\":\"\u0000\"}", "\u00ff\u00fe")) {
            byte[] bytes = wrong.getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> codec.decode(Topics.PAPERS, bytes))
                    .as(wrong)
                    .isInstanceOf(UnreadableEventException.class);
        }
        assertThatThrownBy(() -> codec.decode(Topics.PAPERS, null)).isInstanceOf(UnreadableEventException.class);
        assertThatThrownBy(
                        () -> codec.decode(Topics.SUBMISSIONS, "{\"type\":\"poem\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("poem");
    }

    @Test
    void aVectorIsReadBackAsItWasWritten() {
        EmbeddingEvent embedding = (EmbeddingEvent) named("embedding").event();
        assertThat(embedding.components()).containsExactly(0.5f, -0.5f, 0.5f, 0.5f);
    }

    private static Golden<?> named(String name) {
        return goldens().stream()
                .filter(golden -> golden.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ObjectNode object(Golden<?> golden) {
        JsonNode node = json.readTree(file(golden));
        return (ObjectNode) node;
    }

    private static List<com.networknt.schema.Error> violations(Golden<?> golden, byte[] written) {
        return PublishedSchemas.of(golden.topic())
                .validate(new String(written, StandardCharsets.UTF_8), InputFormat.JSON);
    }

    private static byte[] file(Golden<?> golden) {
        String path = "/golden/" + golden.name() + ".json";
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new AssertionError("There is no " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }
}
