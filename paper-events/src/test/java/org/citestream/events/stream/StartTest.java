package org.citestream.events.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.citestream.events.start.StartFailures;
import org.citestream.platform.broker.BrokerOptions;
import org.citestream.platform.broker.EmbeddedBroker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that cannot start says in one line what to mend; one that can, later, waits. */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"citestream\" password=\"%s\";";
    private static final String ABSENT_STORE = "mongodb://127.0.0.1:1/test";

    private final RunningPlatform platform = RunningPlatform.get();

    @TempDir
    Path directory;

    @Test
    void anAbsentBrokerIsWaitedForVisiblyAndThenNamed(CapturedOutput output) {
        String line = failure("--spring.kafka.bootstrap-servers=127.0.0.1:1", "--citestream.stream.start-timeout=1s");
        assertThat(line)
                .isEqualTo("No Kafka broker answered within 1 s; check spring.kafka.bootstrap-servers"
                        + " and citestream.stream.start-timeout");
        assertThat(output).containsOnlyOnce("Not started: " + line).doesNotContain("APPLICATION FAILED TO START");
    }

    @Test
    void anAbsentDatabaseIsWaitedForVisiblyAndThenNamed(CapturedOutput output) {
        String line = failure("--spring.mongodb.uri=" + ABSENT_STORE, "--citestream.stream.start-timeout=1s");
        assertThat(line)
                .matches(
                        "No MongoDB answered within \\d s; check spring.mongodb.uri and citestream.stream.start-timeout");
        assertThat(output).containsOnlyOnce("Not started: " + line);
    }

    @Test
    @Tag("slow")
    void aBrokerThatComesLateIsWaitedFor(CapturedOutput output) throws Exception {
        int port;
        try (EmbeddedBroker probe = EmbeddedBroker.start(directory)) {
            port = Integer.parseInt(probe.bootstrapServers().split(":")[1]);
        }
        Thread late = Thread.ofPlatform().start(() -> {
            while (!output.getAll().contains("The Kafka broker does not answer; waiting for it")) {
                Thread.onSpinWait();
            }
            try (EmbeddedBroker broker =
                    EmbeddedBroker.start(directory, BrokerOptions.defaults().withPort(port))) {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                assertThat(broker).isNotNull();
            }
        });
        try (ConfigurableApplicationContext running = start("--spring.kafka.bootstrap-servers=127.0.0.1:" + port)) {
            assertThat(running.isActive()).isTrue();
        } finally {
            late.interrupt();
            late.join();
        }
    }

    @Test
    void wrongCredentialsAreSaidAtOnceAndRightOnesLetIn() {
        long begun = System.nanoTime();
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(directory, BrokerOptions.defaults().withCredentials("citestream", "right"))) {
            String[] arguments = {
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.kafka.security.protocol=SASL_PLAINTEXT",
                "--spring.kafka.properties[sasl.mechanism]=PLAIN",
                "--spring.kafka.properties[sasl.jaas.config]=" + LOGIN.formatted("wrong")
            };
            assertThat(failure(arguments))
                    .startsWith("The Kafka broker refuses the credentials under spring.kafka")
                    .doesNotContain("wrong");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
            arguments[3] = "--spring.kafka.properties[sasl.jaas.config]=" + LOGIN.formatted("right");
            try (ConfigurableApplicationContext running = start(arguments)) {
                assertThat(running.isActive()).isTrue();
            }
        }
    }

    @Test
    void credentialsThatTheDatabaseDoesNotTakeAreSaidAtOnce() {
        String uri = platform.storeAddress().replace("mongodb://", "mongodb://someone:hidden@");
        assertThat(failure("--spring.mongodb.uri=" + uri + "/test?authSource=admin"))
                .startsWith("MongoDB refuses the credentials in spring.mongodb.uri")
                .doesNotContain("hidden@");
    }

    @Test
    void aWrongValueIsNamedWithItsOriginAndWhatIsAllowed(CapturedOutput output) {
        String line = failure("--citestream.stream.partitions=0");
        assertThat(line)
                .isEqualTo("citestream.stream.partitions is '0' (\"citestream.stream.partitions\" from property source"
                        + " \"commandLineArgs\"): must be greater than or equal to 1");
        assertThat(output).containsOnlyOnce("Not started: " + line).doesNotContain("APPLICATION FAILED TO START");
    }

    @Test
    void addressesThatNoDriverTakesAreNamed() {
        assertThat(failure("--spring.mongodb.uri=http://localhost/x"))
                .startsWith("spring.mongodb.uri is set to something that is not shown here: ");
        assertThat(failure("--spring.kafka.bootstrap-servers=localhost"))
                .startsWith("A value under spring.kafka is not one that Kafka takes: ")
                .contains("localhost");
    }

    private ConfigurableApplicationContext start(String... arguments) {
        return platform.start(new TestService.Recorders(), arguments);
    }

    private String failure(String... arguments) {
        Throwable failure = catchThrowable(() -> start(arguments).close());
        return Objects.requireNonNull(StartFailures.inWords(Objects.requireNonNull(failure)), failure::toString);
    }
}
