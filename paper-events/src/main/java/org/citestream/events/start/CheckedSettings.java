package org.citestream.events.start;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Holds those settings of Spring Boot's own that operators give to what they may be, before anything is made of them: a port or a share that is out of range is known to Boot only
 * where it is used, and then in words that do not name it; a profile that does not exist and a folder that is not there are not known at all.
 */
public final class CheckedSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final int LAST_PORT = 65_535;
    private static final List<String> SERVICES =
            List.of("ingest-service", "summary-service", "ranking-service", "query-gateway");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        check(context.getEnvironment());
    }

    /**
     * Looks at each.
     *
     * @throws WrongValueException if one is wrong; the message names it
     */
    static void check(ConfigurableEnvironment environment) {
        require(environment, "server.port", port(0), "must be a port, from 0 (any that is free) to 65535");
        require(
                environment,
                "management.server.port",
                port(-1),
                "must be a port, from 0 (any that is free) to 65535, or -1 for none");
        require(
                environment,
                "management.tracing.sampling.probability",
                CheckedSettings::isShare,
                "must be a number from 0 to 1");
        require(
                environment,
                "management.opentelemetry.tracing.export.otlp.endpoint",
                CheckedSettings::isAddress,
                "must be an address such as http://collector:4318/v1/traces");
        require(
                environment,
                "management.metrics.system.diskspace.paths",
                CheckedSettings::areFolders,
                "must be folders that are there, with commas");
        require(
                environment,
                "spring.profiles.active",
                each -> Arrays.stream(each.split(",")).allMatch(profile -> isKnown(environment, profile.strip())),
                "must be profiles that there are, such as database-feeds");
    }

    private static void require(
            ConfigurableEnvironment environment, String key, Predicate<String> allowed, String inWords) {
        String value = environment.getProperty(key);
        if (value != null && !value.isBlank() && !allowed.test(value.strip())) {
            throw new WrongValueException(ConfigurationFaults.fault(key, value, origin(environment, key), inWords));
        }
    }

    private static @Nullable Origin origin(ConfigurableEnvironment environment, String key) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return property.getOrigin();
            }
        }
        return null;
    }

    private static Predicate<String> port(int least) {
        return value -> {
            try {
                int port = Integer.parseInt(value);
                return least <= port && port <= LAST_PORT;
            } catch (NumberFormatException e) {
                return false;
            }
        };
    }

    private static boolean isShare(String value) {
        try {
            double share = Double.parseDouble(value);
            return share >= 0 && share <= 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isAddress(String value) {
        try {
            URI address = URI.create(value);
            return List.of("http", "https").contains(address.getScheme()) && address.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean areFolders(String value) {
        try {
            return Arrays.stream(value.split(","))
                    .map(String::strip)
                    .allMatch(each -> Files.isDirectory(Path.of(each)));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Whether something was read for the profile here, or would be by another service, as one environment may be given to all of them. */
    private static boolean isKnown(ConfigurableEnvironment environment, String profile) {
        ClassLoader classes = ClassUtils.getDefaultClassLoader();
        return environment.getPropertySources().stream()
                        .anyMatch(source -> source.getName().contains("-" + profile + "."))
                || SERVICES.stream()
                        .anyMatch(service ->
                                classes != null && classes.getResource(service + "-" + profile + ".yml") != null);
    }
}
