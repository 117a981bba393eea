package org.citestream.events.operations;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;

/** The readiness of a service for a scrape: all figures of one scrape wait for one question together. */
final class Readiness {

    private static final Duration KEPT = Duration.ofMillis(250);
    /** Longer than broker and store together have to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Sampled<HealthDescriptor> asked;

    Readiness(ObjectProvider<HealthEndpoint> health) {
        asked = new Sampled<>("readiness", () -> ask(health), KEPT);
    }

    private static HealthDescriptor ask(ObjectProvider<HealthEndpoint> health) {
        HealthEndpoint endpoint = health.getIfAvailable();
        HealthDescriptor readiness = endpoint == null ? null : endpoint.healthForPath("readiness");
        if (readiness == null) {
            throw new IllegalStateException("There is no readiness to ask for yet");
        }
        return readiness;
    }

    double ready() {
        return isUp(told());
    }

    double isUp(String component) {
        Map<String, HealthDescriptor> components =
                told() instanceof CompositeHealthDescriptor all ? all.getComponents() : null;
        return components == null ? 0 : isUp(components.get(component));
    }

    private static double isUp(@Nullable HealthDescriptor health) {
        return health != null && health.getStatus().equals(Status.UP) ? 1 : 0;
    }

    /** Nothing where it cannot be told, which is not ready either. */
    private @Nullable HealthDescriptor told() {
        try {
            return asked.within(PATIENCE);
        } catch (TimeoutException | RuntimeException e) {
            return null;
        }
    }
}
