package org.citestream.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Grafana shows and Prometheus watches, read from the files that they read. */
final class Dashboards {

    static final Path OPERATIONS =
            Path.of(System.getProperty("citestream.home")).resolve("operations");
    static final Path RULES = OPERATIONS.resolve("prometheus");
    private static final Pattern SELECTOR_OR_STRING = Pattern.compile("\\{[^}]*}|\"[^\"]*\"");
    private static final Pattern COMPARISON = Pattern.compile("(==|!=|>=|<=|>|<)(?!=)");

    private Dashboards() {}

    /** The dashboards by the name of their file. */
    static Map<String, JsonNode> all() throws IOException {
        Map<String, JsonNode> dashboards = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(OPERATIONS.resolve("grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                dashboards.put(
                        file.getFileName().toString(), JsonMapper.shared().readTree(Files.readString(file)));
            }
        }
        return dashboards;
    }

    /** The panels that show something. */
    static List<JsonNode> panels(JsonNode dashboard) {
        return dashboard
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asString().equals("row"))
                .toList();
    }

    /** The expressions of a panel as Prometheus gets them. */
    static List<String> queries(JsonNode panel) {
        return panel.path("targets")
                .valueStream()
                .map(target -> target.path("expr").asString().replace("$__rate_interval", "10s"))
                .toList();
    }

    /**
     * The expressions of all alerts by name, with comparisons that tell 0 or 1, so that an alert that does not fire gives data as
     * well.
     */
    static Map<String, String> alerts() throws IOException {
        Map<String, String> alerts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(RULES)) {
            for (Path file : files.filter(each -> each.toString().endsWith("-alerts.yml"))
                    .sorted()
                    .toList()) {
                for (Map<String, Object> rule : rules(file)) {
                    if (rule.containsKey("alert")) {
                        alerts.put(String.valueOf(rule.get("alert")), telling(String.valueOf(rule.get("expr"))));
                    }
                }
            }
        }
        return alerts;
    }

    @SuppressWarnings("unchecked") // the form of a file of rules
    static List<Map<String, Object>> rules(Path file) throws IOException {
        Map<String, Object> content = new Yaml().load(Files.readString(file));
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Map<String, Object> group : (List<Map<String, Object>>) content.get("groups")) {
            rules.addAll((List<Map<String, Object>>) group.get("rules"));
        }
        return rules;
    }

    private static String telling(String expression) {
        StringBuilder telling = new StringBuilder();
        var kept = SELECTOR_OR_STRING.matcher(expression);
        int from = 0;
        while (kept.find()) {
            telling.append(compared(expression.substring(from, kept.start()))).append(kept.group());
            from = kept.end();
        }
        return telling.append(compared(expression.substring(from))).toString();
    }

    private static String compared(String between) {
        return COMPARISON.matcher(between).replaceAll("$1 bool");
    }
}
