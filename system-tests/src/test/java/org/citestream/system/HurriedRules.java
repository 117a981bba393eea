package org.citestream.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The product's own rules, with each span of time and each threshold in seconds a tenth of what it is. */
final class HurriedRules {

    /** How much faster time goes. */
    static final int FACTOR = 10;

    private static final Pattern WINDOW = Pattern.compile("\\[(\\d+)([smhd])]");
    private static final Pattern SECONDS = Pattern.compile("(_seconds(?:\\{[^}]*})?\\)?\\s*>\\s*)(\\d+)");
    private static final Map<String, Integer> UNITS = Map.of("s", 1, "m", 60, "h", 3600, "d", 86_400);

    private HurriedRules() {}

    /** Writes them to a folder, and returns it. */
    @SuppressWarnings("unchecked") // the form of a file of rules
    static Path in(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(Dashboards.RULES)) {
            for (Path file : files.filter(each -> each.toString().endsWith("-alerts.yml"))
                    .toList()) {
                Map<String, Object> content = new Yaml().load(Files.readString(file));
                for (Map<String, Object> group : (List<Map<String, Object>>) content.get("groups")) {
                    for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
                        rule.computeIfPresent("expr", (_, expression) -> hurried(expression.toString()));
                        rule.computeIfPresent("for", (_, span) -> hurriedSpan(span.toString()));
                    }
                }
                Files.writeString(folder.resolve(file.getFileName()), new Yaml().dump(content));
            }
        }
        return folder;
    }

    private static String hurried(String expression) {
        String windows = WINDOW.matcher(expression)
                .replaceAll(found -> "[" + hurriedSpan(found.group(1) + found.group(2)) + "]");
        return SECONDS.matcher(windows)
                .replaceAll(found -> found.group(1) + Double.parseDouble(found.group(2)) / FACTOR);
    }

    private static String hurriedSpan(String span) {
        int number = Integer.parseInt(span.substring(0, span.length() - 1));
        return number * UNITS.get(span.substring(span.length() - 1)) * 1000 / FACTOR + "ms";
    }
}
