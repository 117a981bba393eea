package org.citestream.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What the configuration that comes with the services tells their libraries: each number is a limit, with what it means, or known to be none. */
final class LibrarySettings {

    private static final Path HOME = Path.of(System.getProperty("citestream.home"));
    private static final Pattern NUMBER = Pattern.compile("(?:\\$\\{[A-Z_]+:)?([0-9]+(?:\\.[0-9]+)?(?:ms|s|m|h|d)?)}?");
    private static final String KAFKA = "spring.cloud.stream.kafka.";
    private static final String LITTLE =
            "bytes of a partition that are fetched at once: little, so that papers come with those that cite them";

    private static final Map<String, String> LIMITS = Map.of(
            KAFKA + "binder.configuration[max.request.size]",
            "bytes of the longest record that is sent",
            KAFKA + "binder.configuration[max.partition.fetch.bytes]",
            "bytes of a partition that are fetched at once",
            KAFKA + "bindings.identify-in-0.consumer.configuration[max.partition.fetch.bytes]",
            LITTLE,
            KAFKA + "bindings.assemble-in-0.consumer.configuration[max.partition.fetch.bytes]",
            LITTLE,
            KAFKA + "binder.consumer-properties[session.timeout.ms]",
            "milliseconds without a word of a reader after which others are given its partitions",
            KAFKA + "binder.consumer-properties[heartbeat.interval.ms]",
            "milliseconds between two words of a reader",
            KAFKA + "binder.consumer-properties[max.poll.records]",
            "most records that a reader takes at once",
            "spring.lifecycle.timeout-per-shutdown-phase",
            "how long each part of a shutdown may take; longer than what is in the making is waited for",
            "spring.web.resources.cache.cachecontrol.max-age",
            "how long a browser may keep style and script");

    /** Where a service listens, how much of what it does is traced, and that what fails is tried again by the reader itself. */
    private static final Set<String> NO_LIMITS = Set.of(
            "server.port",
            "management.tracing.sampling.probability",
            "spring.cloud.stream.default.consumer.max-attempts");

    private LibrarySettings() {}

    /** A line for each limit. */
    static String rows() throws IOException {
        StringBuilder rows = new StringBuilder();
        numbers((where, value) -> {
            String meaning = LIMITS.get(where.property());
            if (meaning != null) {
                rows.append("| `%s` | %s | %s | %s |\n".formatted(where.property(), where.service(), value, meaning));
            }
        });
        return rows.toString();
    }

    /** Each number of which it is not said whether it is a limit. */
    static SortedMap<String, String> undecided() throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        numbers((where, value) -> {
            if (!LIMITS.containsKey(where.property()) && !NO_LIMITS.contains(where.property())) {
                found.put(where.property(), value);
            }
        });
        return found;
    }

    private record Place(String service, String property) {}

    private static void numbers(BiConsumer<Place, String> to) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        try (Stream<Path> modules = Files.list(HOME)) {
            modules.map(module -> module.resolve("src/main/resources"))
                    .filter(Files::isDirectory)
                    .forEach(resources -> filesIn(resources, files));
        }
        for (Map.Entry<String, Path> each : files.entrySet()) {
            String service = each.getKey().equals("event-stream.yml")
                    ? "all"
                    : each.getKey().replace(".yml", "");
            SortedMap<String, String> flat = new TreeMap<>();
            flatten("", new Yaml().<Map<String, ?>>load(Files.readString(each.getValue())), flat);
            flat.forEach((property, value) -> to.accept(new Place(service, property), value));
        }
    }

    private static void filesIn(Path resources, Map<String, Path> files) {
        try (Stream<Path> all = Files.list(resources)) {
            all.filter(file -> file.toString().endsWith(".yml"))
                    .forEach(file -> files.put(file.getFileName().toString(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers and times that are set, but those of our own properties, which are limits with others. */
    private static void flatten(String at, Map<?, ?> values, Map<String, String> to) {
        values.forEach((name, value) -> {
            String property = at.isEmpty() || name.toString().startsWith("[") ? at + name : at + "." + name;
            if (value instanceof Map<?, ?> deeper) {
                flatten(property, deeper, to);
            } else if (value != null && !property.startsWith("citestream.")) {
                Matcher number = NUMBER.matcher(value.toString());
                if (number.matches()) {
                    to.put(
                            property,
                            value instanceof Integer whole
                                    ? String.format(Locale.ROOT, "%,d", whole)
                                    : number.group(1));
                }
            }
        });
    }
}
