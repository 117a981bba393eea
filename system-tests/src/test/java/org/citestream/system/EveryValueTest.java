package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.citestream.events.start.StartFailures;
import org.citestream.gateway.QueryGatewayApplication;
import org.citestream.ingest.IngestServiceApplication;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.citestream.ranking.RankingServiceApplication;
import org.citestream.summary.SummaryServiceApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Each service stops at each wrong value that an operator can give it, those of Spring Boot, Kafka and MongoDB included, with one line that names the key, the value and what is
 * allowed. {@link ConfigurationTest} tries more values of each key without a service.
 */
@Tag("slow")
class EveryValueTest {

    private static final Map<String, Class<?>> SERVICES = Map.of(
            "ranking-service", RankingServiceApplication.class,
            "summary-service", SummaryServiceApplication.class,
            "query-gateway", QueryGatewayApplication.class,
            "ingest-service", IngestServiceApplication.class);

    /** What is not the product's own, and operators set by the docs, compose file and manifests; with values that it may not have. */
    private static final Map<String, List<String>> OF_OTHERS = Map.ofEntries(
            Map.entry("server.port", List.of("many", "70000")),
            Map.entry("server.address", List.of("no such address")),
            Map.entry("server.forward-headers-strategy", List.of("nonsense")),
            Map.entry("management.server.port", List.of("many", "70000")),
            Map.entry("management.tracing.sampling.probability", List.of("much", "2", "-0.1")),
            Map.entry(
                    "management.opentelemetry.tracing.export.otlp.endpoint",
                    List.of("collector:4318", "ftp://collector/v1/traces")),
            Map.entry("management.metrics.system.diskspace.paths", List.of("/no/such/folder")),
            Map.entry("logging.structured.format.console", List.of("nonsense")),
            Map.entry("spring.profiles.active", List.of("nonsense")),
            Map.entry("spring.config.import", List.of("configtree:/no/such/folder/")),
            Map.entry("spring.kafka.bootstrap-servers", List.of("nowhere")),
            Map.entry("spring.kafka.security.protocol", List.of("NONSENSE")),
            Map.entry("spring.kafka.ssl.trust-store-location", List.of("file:/no/such/file")),
            Map.entry("spring.mongodb.uri", List.of("http://nowhere/")),
            Map.entry("spring.mongodb.ssl.bundle", List.of("nonsense")));

    private static final Set<String> OF_STORE = Set.of("spring.mongodb.uri", "spring.mongodb.ssl.bundle");

    @TempDir
    static Path directory;

    private final Set<Object> before = Set.copyOf(System.getProperties().keySet());

    private static EmbeddedBroker broker;
    private static EmbeddedStore store;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory.resolve("kafka"));
        store = EmbeddedStore.inMemory();
    }

    @AfterAll
    static void stop() {
        store.close();
        broker.close();
    }

    /** A value that is wrong for a service. */
    record Wrong(String service, String key, String value) {

        @Override
        public String toString() {
            return service + ": " + key + "=" + value;
        }
    }

    static List<Wrong> wrong() {
        List<Wrong> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ConfigurationTest.Wrong own : ConfigurationTest.wrong()) {
            for (String service : SERVICES.keySet()) {
                if (belongs(own.type(), service) && seen.add(service + own.key())) {
                    all.add(new Wrong(service, own.key(), own.value()));
                }
            }
        }
        for (String service : SERVICES.keySet()) {
            OF_OTHERS.forEach((key, values) -> values.stream()
                    .filter(_ -> !(service.equals("ranking-service") && OF_STORE.contains(key)))
                    .forEach(value -> all.add(new Wrong(service, key, value))));
        }
        return all;
    }

    private static boolean belongs(Class<?> type, String service) {
        String of = type.getPackageName().replaceAll("^org\\.citestream\\.([a-z]+).*", "$1");
        return of.equals("events") || service.contains(of);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void theServiceStopsAndSaysSoInALine(Wrong wrong) {
        long begin = System.nanoTime();
        Throwable failure = catchThrowable(() -> run(wrong));
        assertThat(failure).as("It is taken").isNotNull();
        String line = Objects.requireNonNull(StartFailures.inWords(failure), () -> "no words for " + trace(failure));
        assertThat(line).doesNotContain("\n");
        String key = wrong.key();
        if (key.startsWith("spring.kafka")) {
            assertThat(line).startsWith("A value under spring.kafka is not one that Kafka takes: ");
        } else if (key.equals("spring.config.import") || key.startsWith("logging.structured.")) {
            assertThat(line).startsWith(key.replace(".console", "")).containsPattern("must be there|Values can be");
        } else if (key.equals("spring.mongodb.ssl.bundle")) {
            assertThat(line).startsWith("There is no SSL bundle 'nonsense'");
        } else {
            assertThat(line.replace("[some]", ".some")).startsWith(key + " is ");
        }
        if (!key.contains("key") && !key.contains("uri")) {
            assertThat(line).contains(wrong.value().replace("file:", ""));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("without waiting for anything")
                .isLessThan(Duration.ofMinutes(1));
    }

    private static String trace(Throwable failure) {
        StringBuilder causes = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            causes.append('\n').append(each);
        }
        return causes.toString();
    }

    /** What Boot makes of its settings of the log it leaves behind as properties of the system. */
    @AfterEach
    void forgetTheLog() {
        System.getProperties().keySet().removeIf(each -> !before.contains(each));
    }

    private static void run(Wrong wrong) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.name=" + wrong.service(),
                "--logging.level.root=warn",
                "--citestream.embeddings.enabled=false",
                "--citestream.stream.start-timeout=5m"));
        arguments.removeIf(each -> each.startsWith("--" + wrong.key() + "="));
        if (!wrong.key().equals("server.port")) {
            arguments.add("--server.port=0");
        }
        if (!wrong.key().equals("spring.kafka.bootstrap-servers")) {
            arguments.add("--spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
        }
        if (!wrong.key().equals("spring.mongodb.uri") && !wrong.service().equals("ranking-service")) {
            arguments.add("--spring.mongodb.uri=" + store.connectionString() + "/" + wrong.service());
        }
        if (wrong.key().equals("spring.kafka.ssl.trust-store-location")) {
            arguments.add("--spring.kafka.security.protocol=SSL");
        }
        arguments.add("--" + wrong.key().replace(".some", "[some]") + "=" + wrong.value());
        new SpringApplicationBuilder(SERVICES.get(wrong.service()))
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run(arguments.toArray(String[]::new))
                .close();
    }

    /** Nothing that the compose file, the manifests or the page for operators name is left out above. */
    @Test
    void everySettingThatOperatorsAreToldOfIsTried() throws IOException {
        Path home = Path.of(System.getProperty("citestream.home"));
        Set<String> named = new TreeSet<>();
        Pattern environment = Pattern.compile("\\b(?:SERVER|MANAGEMENT|SPRING|LOGGING)_[A-Z_]+\\b");
        Pattern property = Pattern.compile("`((?:server|management|spring|logging)\\.[a-z.-]+[a-z])");
        List<Path> files =
                new ArrayList<>(List.of(home.resolve("docker-compose.yml"), home.resolve("docs/operations.md")));
        try (Stream<Path> manifests = Files.list(home.resolve("operations/kubernetes"))) {
            manifests.forEach(files::add);
        }
        for (Path file : files) {
            String text = Files.readString(file);
            environment.matcher(text).results().map(MatchResult::group).forEach(each -> named.add(uniform(each)));
            property.matcher(text).results().map(each -> each.group(1)).forEach(each -> named.add(uniform(each)));
        }
        Set<String> tried = new TreeSet<>(Set.of(
                // a text of any form, and what Kafka makes of it is said when it is used
                uniform("spring.kafka.properties"),
                // a name of the operator's choice, which spring.mongodb.ssl.bundle refers to
                uniform("spring.ssl.bundle")));
        OF_OTHERS.keySet().forEach(each -> tried.add(uniform(each)));
        assertThat(named).hasSizeGreaterThan(8).isSubsetOf(tried);
    }

    private static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
