package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the product is made of is known, with the licence of each part. */
class BillOfMaterialsTest {

    private static final Path HOME = Path.of(System.getProperty("citestream.home"));
    private static final Path BILL = HOME.resolve("standalone/target/citestream-bom.json");
    private static final Path PAGE = HOME.resolve("docs/libraries.md");

    @Test
    void thePageOfLibrariesHasWhatTheProductRunsWith() throws IOException {
        Map<String, String> licences = licences();
        assertThat(licences).isNotEmpty();
        assertThat(licences.values()).as("parts without a licence").doesNotContain("");
        if (Boolean.getBoolean("citestream.libraries.write")) {
            write(licences);
        }
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")))
                .as("run with -Dcitestream.libraries.write=true to write the page anew")
                .containsExactlyElementsOf(rows(licences).toList());
    }

    @Test
    void everyJarThatRunsIsOnTheBill() throws IOException {
        Map<String, String> licences = licences();
        try (Stream<Path> jars = Files.list(HOME.resolve("standalone/target/lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString())
                            .filter(jar -> !jar.contains("SNAPSHOT"))
                            .toList())
                    .isNotEmpty()
                    .allSatisfy(jar -> assertThat(licences.keySet())
                            .anyMatch(part -> jar.startsWith(part.substring(part.indexOf(':') + 1))));
        }
    }

    /** By group and artifact, without what is the product's own. */
    private static Map<String, String> licences() throws IOException {
        Map<String, String> licences = new TreeMap<>();
        for (JsonNode part :
                JsonMapper.shared().readTree(Files.readString(BILL)).path("components")) {
            String group = part.path("group").asString();
            if (!group.equals("org.citestream")) {
                licences.put(
                        group + ":" + part.path("name").asString(),
                        part.path("licenses")
                                .valueStream()
                                .map(BillOfMaterialsTest::licence)
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", ")));
            }
        }
        return licences;
    }

    private static String licence(JsonNode choice) {
        JsonNode licence = choice.path("license");
        return licence.has("id")
                ? licence.path("id").asString()
                : licence.has("name")
                        ? licence.path("name").asString()
                        : choice.path("expression").asString();
    }

    private static Stream<String> rows(Map<String, String> licences) {
        return licences.entrySet().stream().map(each -> "| `%s` | %s |".formatted(each.getKey(), each.getValue()));
    }

    private static void write(Map<String, String> licences) throws IOException {
        Files.writeString(PAGE, """
                # Libraries

                What runs in the product, with the licence that each part states. The build writes the bill of materials with versions and hashes, in CycloneDX's form, to
                `standalone/target/citestream-bom.json`. It was not checked against a database of vulnerabilities; with a network, `grype sbom:standalone/target/citestream-bom.json` or
                `trivy sbom standalone/target/citestream-bom.json` does so.

                | part | licence |
                |---|---|
                %s
                """.formatted(rows(licences).collect(Collectors.joining("\n"))));
    }
}
