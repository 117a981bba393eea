package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the product is made of is known, with the version and the licence of each part. */
class BillOfMaterialsTest {

    private static final Path HOME = Path.of(System.getProperty("citestream.home"));
    private static final Path BILL = HOME.resolve("standalone/target/citestream-bom.json");
    private static final Path BILL_OF_SPARK = HOME.resolve("ranking-spark/target/ranking-spark-bom.json");
    private static final Path PAGE = HOME.resolve("docs/libraries.md");
    private static final String NONE_STATED = "none stated";

    /** A part as the bill has it. */
    private record Part(String group, String artifact, String version, String licence) {

        String jar() {
            return artifact + "-" + version + ".jar";
        }

        String row() {
            return "| `%s:%s` | %s | %s |".formatted(group, artifact, version, licence);
        }
    }

    @Test
    void thePageOfLibrariesHasWhatTheProductRunsWith() throws IOException {
        List<Part> product = parts(BILL);
        List<Part> ofSpark = parts(BILL_OF_SPARK);
        assertThat(product).isNotEmpty();
        assertThat(product)
                .extracting(Part::licence)
                .as("parts without a licence")
                .doesNotContain(NONE_STATED);
        assertThat(ofSpark).extracting(Part::artifact).contains("spark-core_2.13");
        ofSpark.removeAll(product);
        if (Boolean.getBoolean("citestream.libraries.write")) {
            Files.writeString(PAGE, page(product, ofSpark));
        }
        assertThat(Files.readAllLines(PAGE))
                .as("run with -Dcitestream.libraries.write=true to write the page anew")
                .containsExactlyElementsOf(page(product, ofSpark).lines().toList());
    }

    @Test
    void theBillIsOfTheJarsThatRun() throws IOException {
        try (Stream<Path> jars = Files.list(HOME.resolve("standalone/target/lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString())
                            .filter(jar -> !jar.endsWith("-SNAPSHOT.jar"))
                            .toList())
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(
                            parts(BILL).stream().map(Part::jar).toList());
        }
    }

    /** By group and artifact, without what is the product's own. */
    private static List<Part> parts(Path bill) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (JsonNode part :
                JsonMapper.shared().readTree(Files.readString(bill)).path("components")) {
            String group = part.path("group").asString();
            if (!group.equals("org.citestream")) {
                String licence = part.path("licenses")
                        .valueStream()
                        .map(BillOfMaterialsTest::licence)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
                parts.add(new Part(
                        group,
                        part.path("name").asString(),
                        part.path("version").asString(),
                        licence.isEmpty() ? NONE_STATED : licence));
            }
        }
        parts.sort(Comparator.comparing((Part part) -> part.group() + ":" + part.artifact())
                .thenComparing(Part::version));
        return parts;
    }

    private static String licence(JsonNode choice) {
        JsonNode licence = choice.path("license");
        return licence.has("id")
                ? licence.path("id").asString()
                : licence.has("name")
                        ? licence.path("name").asString()
                        : choice.path("expression").asString();
    }

    private static String page(List<Part> product, List<Part> ofSpark) {
        return """
                # Libraries

                What runs in the product, with the version, and the licence that each part states. The build writes the bill of materials with hashes, in CycloneDX's form, to
                `standalone/target/citestream-bom.json`, and that of the job on Spark to `ranking-spark/target/ranking-spark-bom.json`. Neither was checked against a database of vulnerabilities; with a
                network, `grype sbom:standalone/target/citestream-bom.json` or `trivy sbom standalone/target/citestream-bom.json` does so, and likewise for the other.

                | part | version | licence |
                |---|---|---|
                %s

                ## The job on Spark

                What `ranking-spark` is built with beside these, or in another version. On a cluster, Spark and what Spark brings are the cluster's, and may be of other versions.

                | part | version | licence |
                |---|---|---|
                %s
                """.formatted(rows(product), rows(ofSpark));
    }

    private static String rows(List<Part> parts) {
        return parts.stream().map(Part::row).collect(Collectors.joining("\n"));
    }
}
