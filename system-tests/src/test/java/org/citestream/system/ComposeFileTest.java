package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The compose file is of the Compose specification, and what it names is there. No container was ever run with it. */
class ComposeFileTest {

    private static final Path HOME = Path.of(System.getProperty("citestream.home"));
    private static final List<String> SERVICES =
            List.of("ingest-service", "summary-service", "ranking-service", "query-gateway");

    @Test
    void composeItselfTakesTheFile(@TempDir Path directory) throws Exception {
        String compose = Tools.require("docker-compose").toString();
        Path file = Files.copy(HOME.resolve("docker-compose.yml"), directory.resolve("docker-compose.yml"));
        Files.createDirectories(directory.resolve("operations/compose"));
        Files.writeString(directory.resolve("operations/compose/keys"), "");
        for (String profile : List.of("full", "small")) {
            Tools.run(compose, "-f", file.toString(), "--profile", profile, "config", "--quiet");
        }
    }

    @Test
    void everyServiceIsWatchedBoundedAndWithoutRights() throws IOException {
        Map<String, Map<String, Object>> services = services();
        for (String service : SERVICES) {
            assertThat(services.get(service))
                    .as(service)
                    .containsKeys("healthcheck", "mem_limit", "depends_on", "user")
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("command", List.of(service));
        }
    }

    /** Broker and database are as their images want them; the file says why. */
    @Test
    void nothingElseIsWithoutBoundsOrGainsRights() throws IOException {
        services().forEach((name, service) -> {
            assertThat(service).as(name).containsKeys("mem_limit", "cpus");
            assertThat(service.get("security_opt"))
                    .as(name)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .contains("no-new-privileges:true");
            if (!List.of("kafka", "mongodb").contains(name)) {
                assertThat(service).as(name).containsEntry("read_only", true);
            }
        });
    }

    @Test
    void theFoldersThatContainersReadAreThere() throws IOException {
        services().forEach((name, service) -> {
            if (service.get("volumes") instanceof List<?> volumes) {
                volumes.stream()
                        .map(String::valueOf)
                        .filter(volume -> volume.startsWith("./"))
                        .forEach(volume -> assertThat(HOME.resolve(volume.substring(2, volume.indexOf(':'))))
                                .as(name)
                                .isDirectory());
            }
        });
    }

    @SuppressWarnings("unchecked") // the form of a compose file
    private static Map<String, Map<String, Object>> services() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(HOME.resolve("docker-compose.yml")));
        return (Map<String, Map<String, Object>>) file.get("services");
    }
}
