package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.bson.Document;
import org.citestream.events.start.StartFailures;
import org.citestream.gateway.QueryGatewayApplication;
import org.citestream.ingest.IngestServiceApplication;
import org.citestream.platform.broker.BrokerOptions;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.citestream.ranking.RankingServiceApplication;
import org.citestream.summary.SummaryServiceApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The four services with a broker that speaks TLS alone and asks for a name and a password, and a store behind TLS. What lets a service in, or not, is configuration
 * alone, given as {@code docs/operations.md} tells. The embedded store knows no users; a stand-in for MongoDB's TLS stands before it.
 */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class SecuredProductTest {

    private static final String KEY = "a key that feeds know";
    private static final String PASSWORD = "the-password-of-the-broker";
    private static final Map<String, Class<?>> SERVICES = Map.of(
            "ranking-service", RankingServiceApplication.class,
            "summary-service", SummaryServiceApplication.class,
            "query-gateway", QueryGatewayApplication.class,
            "ingest-service", IngestServiceApplication.class);

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static EmbeddedBroker broker;
    private static EmbeddedStore store;
    private static Gate tls;

    @BeforeAll
    static void start() throws IOException, InterruptedException, GeneralSecurityException {
        certificates = Certificates.in(directory.resolve("certificates"));
        broker = EmbeddedBroker.start(
                directory.resolve("kafka"),
                BrokerOptions.defaults().withCredentials("citestream", PASSWORD).withTls(certificates.ofBroker()));
        store = EmbeddedStore.inMemory();
        int port = Integer.parseInt(store.connectionString().replaceAll(".*:", ""));
        tls = new Gate(port, certificates.listen());
    }

    @AfterAll
    static void stop() throws IOException {
        tls.close();
        store.close();
        broker.close();
    }

    @Test
    void aPaperComesFromTheFeedToItsViewAndNobodyComesInWithoutTls(CapturedOutput output) throws IOException {
        Deque<ConfigurableApplicationContext> running = new ArrayDeque<>();
        try {
            Map<String, Api> apis = new LinkedHashMap<>();
            for (String service : SERVICES.keySet()) {
                running.push(start(service, settings(service)));
                apis.put(
                        service,
                        new Api("http://127.0.0.1:"
                                + running.element().getEnvironment().getRequiredProperty("local.server.port")));
            }
            assertThat(Objects.requireNonNull(apis.get("ingest-service"))
                            .post("/api/v1/submissions", KEY, """
                            {"source":"harbour","key":"a","title":"Tides","year":2024,"venue":"VLDB","authors":["A. Moon"]}
                            """)
                            .statusCode())
                    .isEqualTo(HttpURLConnection.HTTP_ACCEPTED);
            Api gateway = Objects.requireNonNull(apis.get("query-gateway"));
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                assertThat(gateway.ok("/api/v1/papers/harbour:a").path("rank").asInt())
                        .isEqualTo(1);
                assertThat(gateway.ok("/api/v1/stats").path("pending").asInt()).isZero();
            });
            apis.forEach((service, api) -> {
                assertThat(api.get("/actuator/prometheus").body())
                        .as(service)
                        .doesNotContain(PASSWORD, Certificates.PASSWORD);
                assertThat(api.get("/actuator/env").statusCode()).as(service).isEqualTo(404);
            });
            assertThat(output.getAll()).doesNotContain(PASSWORD, Certificates.PASSWORD);
        } finally {
            running.forEach(ConfigurableApplicationContext::close);
        }
        assertThatThrownBy(SecuredProductTest::askBrokerInPlainText).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(SecuredProductTest::askStoreInPlainText).isInstanceOf(MongoTimeoutException.class);
    }

    private static void askBrokerInPlainText() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "request.timeout.ms",
                "2000",
                "default.api.timeout.ms",
                "3000"))) {
            admin.describeCluster().nodes().get();
        }
    }

    private static void askStoreInPlainText() {
        try (MongoClient client =
                MongoClients.create("mongodb://127.0.0.1:" + tls.port() + "/?serverSelectionTimeoutMS=3000")) {
            client.getDatabase("admin").runCommand(new Document("ping", 1));
        }
    }

    @Test
    void aWrongPasswordIsSaidAtOnceAndShownToNobody(CapturedOutput output) {
        Map<String, Object> settings = settings("ingest-service");
        settings.put("spring.kafka.properties[sasl.jaas.config]", login("not-this-password"));
        assertThat(failure(settings))
                .startsWith("The Kafka broker refuses the credentials under spring.kafka")
                .doesNotContain("not-this-password");
        assertThat(output.getAll()).doesNotContain("not-this-password");
    }

    @Test
    void aBrokerWhoseCertificateIsNotTrustedIsNotWaitedFor() {
        Map<String, Object> settings = settings("ingest-service");
        settings.keySet().removeIf(key -> key.startsWith("spring.kafka.ssl."));
        assertThat(failure(settings))
                .startsWith("No TLS with the Kafka broker (spring.kafka.security.protocol, spring.kafka.ssl): ")
                .doesNotContain("\n");
    }

    @Test
    void aDatabaseWhoseCertificateIsNotTrustedIsNotWaitedFor() {
        Map<String, Object> settings = settings("ingest-service");
        settings.remove("spring.mongodb.ssl.bundle");
        settings.computeIfPresent("spring.mongodb.uri", (_, uri) -> uri + "?tls=true");
        assertThat(failure(settings))
                .startsWith("MongoDB shows a certificate that is not trusted here (spring.mongodb.ssl.bundle,")
                .doesNotContain("\n");
    }

    private static Map<String, Object> settings(String service) {
        Map<String, Object> settings = new LinkedHashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
        settings.put("spring.config.name", service);
        settings.put("server.port", 0);
        settings.put("spring.kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("spring.kafka.security.protocol", "SASL_SSL");
        settings.put("spring.kafka.properties[sasl.mechanism]", "PLAIN");
        settings.put("spring.kafka.properties[sasl.jaas.config]", login(PASSWORD));
        settings.put("spring.kafka.ssl.trust-store-location", "file:" + certificates.trustStore());
        settings.put("spring.kafka.ssl.trust-store-password", Certificates.PASSWORD);
        settings.put("spring.kafka.ssl.trust-store-type", "PKCS12");
        if (!service.equals("ranking-service")) {
            settings.put("spring.mongodb.uri", "mongodb://127.0.0.1:" + tls.port() + "/" + service);
            settings.put("spring.mongodb.ssl.bundle", "store");
            settings.put("spring.ssl.bundle.jks.store.truststore.location", "file:" + certificates.trustStore());
            settings.put("spring.ssl.bundle.jks.store.truststore.password", Certificates.PASSWORD);
            settings.put("spring.ssl.bundle.jks.store.truststore.type", "PKCS12");
        }
        settings.put("citestream.stream.partitions", 2);
        settings.put("citestream.stream.start-timeout", "10m");
        settings.put("citestream.ingest.intake.api-keys.harbour", sha256(KEY));
        return settings;
    }

    private static String login(String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"citestream\" password=\"%s\";"
                .formatted(password);
    }

    private static ConfigurableApplicationContext start(String service, Map<String, Object> settings) {
        List<String> arguments = new ArrayList<>();
        settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
        return new SpringApplicationBuilder(SERVICES.get(service))
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run(arguments.toArray(String[]::new));
    }

    /** In how many words the start fails, which it does long before what it waits for would have had its time. */
    private static String failure(Map<String, Object> settings) {
        long begin = System.nanoTime();
        Throwable failure =
                catchThrowable(() -> start("ingest-service", settings).close());
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("said at once, and not when ten minutes of waiting are over")
                .isLessThan(Duration.ofMinutes(2));
        assertThat(failure).isNotNull();
        return Objects.requireNonNull(StartFailures.inWords(failure), failure::toString);
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
