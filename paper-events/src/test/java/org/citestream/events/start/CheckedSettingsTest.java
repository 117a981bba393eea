package org.citestream.events.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class CheckedSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.port | 65536 | must be a port",
                "server.port | many | must be a port",
                "management.server.port | -2 | must be a port",
                "management.tracing.sampling.probability | 2 | must be a number from 0 to 1",
                "management.tracing.sampling.probability | NaN | must be a number from 0 to 1",
                "management.opentelemetry.tracing.export.otlp.endpoint | collector:4318 | must be an address such as",
                "management.opentelemetry.tracing.export.otlp.endpoint | http:// | must be an address such as",
                "management.metrics.system.diskspace.paths | /tmp,/no/such/folder | must be folders that are there",
                "spring.profiles.active | database-feed | must be profiles that there are"
            })
    void aWrongValueIsNamedWithItsKeyWhereItWasGivenAndWhatIsAllowed(String key, String value, String allowed) {
        Throwable failure = catchThrowable(() -> CheckedSettings.check(environment(key, value)));
        assertThat(failure).isNotNull();
        assertThat(StartFailures.inWords(failure))
                .startsWith(key + " is '" + value + "' (")
                .contains("told", allowed)
                .doesNotContain("\n");
    }

    @Test
    void anEnvironmentVariableIsTheSameSetting() {
        Throwable failure = catchThrowable(() -> CheckedSettings.check(environment("SERVER_PORT", "65536")));
        assertThat(failure).hasMessageContaining("server.port is '65536'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.port | 0",
                "server.port | 65535",
                "management.server.port | -1",
                "management.tracing.sampling.probability | 0.01",
                "management.opentelemetry.tracing.export.otlp.endpoint | http://tempo:4318/v1/traces",
                "management.metrics.system.diskspace.paths | /tmp, /",
                "server.port | ''"
            })
    void whatIsAllowedIsTaken(String key, String value) {
        assertThat(catchThrowable(() -> CheckedSettings.check(environment(key, value))))
                .isNull();
    }

    /** As the environment variables of a process are told, so that either form of a name is known. */
    private static StandardEnvironment environment(String key, String value) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(
                        key.equals(key.toUpperCase(java.util.Locale.ROOT))
                                ? new org.springframework.core.env.SystemEnvironmentPropertySource(
                                        "told-systemEnvironment", Map.of(key, value))
                                : new MapPropertySource("told", Map.of(key, value)));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
