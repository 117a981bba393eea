package org.citestream.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/metrics.md}, generated from what the running services say of their metrics. */
final class MetricsPage {

    static final Path FILE = Path.of(System.getProperty("citestream.home")).resolve("docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? \\S+.*");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Set<String> OF_THE_FORM = Set.of("le", "quantile");

    private MetricsPage() {}

    /**
     * A metric of the product.
     *
     * @param kind as Prometheus has it
     * @param labels in alphabetical order
     * @param meaning in words
     */
    record Metric(String kind, Set<String> labels, String meaning) {}

    /** The product's own metrics in an answer to a scrape, and in one of another service. */
    static Map<String, Metric> seen(List<String> scrapes) {
        Map<String, Metric> metrics = new TreeMap<>();
        for (String scrape : scrapes) {
            Map<String, String> meanings = new TreeMap<>();
            Map<String, String> kinds = new TreeMap<>();
            scrape.lines().forEach(line -> {
                String[] words = line.split(" ", 4);
                if (line.startsWith("# HELP ") && isOwn(words[2])) {
                    meanings.put(words[2], words[3].strip());
                } else if (line.startsWith("# TYPE ") && isOwn(words[2])) {
                    kinds.put(words[2], words[3]);
                }
            });
            kinds.forEach((name, kind) -> {
                Set<String> labels = new TreeSet<>();
                scrape.lines().forEach(line -> {
                    Matcher sample = SAMPLE.matcher(line);
                    if (sample.matches() && sample.group(2) != null && isOf(sample.group(1), name)) {
                        LABEL.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
                    }
                });
                labels.removeAll(OF_THE_FORM);
                metrics.merge(
                        name,
                        new Metric(kind, labels, meanings.getOrDefault(name, "")),
                        (one, other) -> new Metric(
                                kind,
                                Stream.concat(one.labels.stream(), other.labels.stream())
                                        .collect(Collectors.toCollection(TreeSet::new)),
                                one.meaning));
            });
        }
        // the largest of the last minutes, which each timer has beside it
        metrics.keySet().removeIf(name -> name.endsWith("_max"));
        return metrics;
    }

    private static boolean isOwn(String name) {
        return name.startsWith("citestream_") || name.startsWith("gen_ai_");
    }

    private static boolean isOf(String sample, String metric) {
        return sample.equals(metric)
                || Set.of("_bucket", "_count", "_sum").stream().anyMatch(part -> sample.equals(metric + part));
    }

    /** The metrics that the page has now. */
    static Map<String, Metric> written() throws IOException {
        Map<String, Metric> metrics = new TreeMap<>();
        if (Files.exists(FILE)) {
            for (String line : Files.readAllLines(FILE)) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    metrics.put(
                            row.group(1),
                            new Metric(
                                    row.group(2).strip(),
                                    Stream.of(row.group(3).split(","))
                                            .map(String::strip)
                                            .filter(label -> !label.isEmpty())
                                            .collect(Collectors.toCollection(TreeSet::new)),
                                    row.group(4).strip()));
                }
            }
        }
        return metrics;
    }

    static void write(Map<String, Metric> metrics) throws IOException {
        Files.writeString(FILE, """
                # Metrics

                What every service tells at `/actuator/prometheus`, beside what its libraries tell. Generated from the running product by
                `ObservedProductTest` (`-Dcitestream.metrics.write=true`). Times are in seconds. A timer that has buckets is a histogram; each has `_max`, the largest of the last
                minutes, as well. The label `application` is given by the scrape.

                Of the libraries: requests (`http_server_requests_seconds`, by method, uri, status), what is read and its lag (`kafka_consumer_*` by `client_id`, which is the
                reader's name; `spring_cloud_stream_binder_kafka_offset` by group), what is sent (six of `kafka_producer_*` by `client_id`), store commands and connections (`mongodb_driver_*`), the machine (`process_*`, `jvm_*`,
                `disk_*`, `tomcat_*`).

                | metric | kind | labels | meaning |
                |---|---|---|---|
                %s
                """.formatted(metrics.entrySet().stream()
                .map(each -> "| `%s` | %s | %s | %s |"
                        .formatted(
                                each.getKey(),
                                each.getValue().kind(),
                                String.join(", ", each.getValue().labels()),
                                each.getValue().meaning()))
                .collect(Collectors.joining("\n"))));
    }

    /** The names that the code gives to its metrics, as Prometheus has them without what it appends. */
    static Set<String> named() throws IOException {
        Pattern literal =
                Pattern.compile("(?:builder|counter|timer|gauge)\\(\\s*\"((?:citestream|gen_ai)(?:\\.[a-z]+)+)\"");
        Path home = Path.of(System.getProperty("citestream.home"));
        try (Stream<Path> modules = Files.list(home)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(MetricsPage::sources)
                    .filter(source -> source.contains("io.micrometer.core.instrument"))
                    .flatMap(source -> literal.matcher(source).results().map(found -> found.group(1)))
                    .map(name -> name.replace('.', '_'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Stream<String> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(MetricsPage::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
