package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Every alert can fire and can be silent, by Prometheus's own word, and leads to a page that says what to do. */
class AlertRulesTest {

    private static final Path HOME = Path.of(System.getProperty("citestream.home"));

    static Stream<Path> rules() throws IOException {
        try (Stream<Path> files = Files.list(Dashboards.RULES)) {
            return files.filter(file -> file.toString().endsWith("-alerts.yml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void prometheusTakesTheRulesAndTheirTestsPass(Path rules) throws Exception {
        String promtool = Tools.require("promtool").toString();
        Tools.run(promtool, "check", "rules", rules.toString());
        Tools.run(promtool, "test", "rules", testsOf(rules).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus.yml", "prometheus-quickstart.yml"})
    void prometheusTakesItsConfiguration(String file) throws Exception {
        Tools.run(
                Tools.require("promtool").toString(),
                "check",
                "config",
                Dashboards.RULES.resolve(file).toString());
    }

    /** Debian's Prometheus is built without the discovery of Kubernetes, so that part alone is left out. */
    @Test
    void prometheusTakesItsConfigurationOfAClusterButForTheDiscovery(@TempDir Path directory) throws Exception {
        Map<String, Object> configuration = yaml(Dashboards.RULES.resolve("prometheus-kubernetes.yml"));
        for (Map<String, Object> job : list(configuration, "scrape_configs")) {
            assertThat(job.remove("kubernetes_sd_configs")).as("discovery").isNotNull();
        }
        configuration.remove("rule_files");
        Path file = directory.resolve("prometheus.yml");
        Files.writeString(file, new Yaml().dump(configuration));
        Tools.run(Tools.require("promtool").toString(), "check", "config", file.toString());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyAlertIsTriedFiringAndSilentAndHasItsPage(Path rules) throws IOException {
        Map<String, List<Boolean>> tried = new HashMap<>();
        for (Map<String, Object> test : list(yaml(testsOf(rules)), "tests")) {
            for (Map<String, Object> of : list(test, "alert_rule_test")) {
                tried.computeIfAbsent(String.valueOf(of.get("alertname")), _ -> new ArrayList<>())
                        .add(!list(of, "exp_alerts").isEmpty());
            }
        }
        for (Map<String, Object> rule : Dashboards.rules(rules)) {
            if (rule.containsKey("alert")) {
                String alert = String.valueOf(rule.get("alert"));
                assertThat(tried.getOrDefault(alert, List.of()))
                        .as("tests of %s", alert)
                        .contains(true, false);
                assertThat(pageOf(rule)).as("page of %s", alert).isTrue();
            }
        }
    }

    /** Whether the named section of the named page is there. */
    private static boolean pageOf(Map<String, Object> rule) throws IOException {
        String[] runbook = String.valueOf(((Map<?, ?>) rule.get("annotations")).get("runbook"))
                .split("#");
        Path page = HOME.resolve(runbook[0]);
        return Files.exists(page)
                && Files.readAllLines(page).stream()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replace(' ', '-'))
                        .anyMatch(runbook[1]::equals);
    }

    private static Path testsOf(Path rules) {
        return rules.resolveSibling(rules.getFileName().toString().replace(".yml", ".test.yml"));
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        return new Yaml().load(Files.readString(file));
    }

    @SuppressWarnings("unchecked") // a list of mappings, or nothing
    private static List<Map<String, Object>> list(Map<String, Object> of, String key) {
        Object list = of.get(key);
        return list == null ? List.of() : (List<Map<String, Object>>) list;
    }
}
