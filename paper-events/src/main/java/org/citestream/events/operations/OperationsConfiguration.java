package org.citestream.events.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.info.BuildProperties;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Metrics that every service has, and bounds to how many there are; and who asks whether somebody is an operator. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorsProperties.class)
public class OperationsConfiguration {

    @Bean
    OperatorRecord operatorRecord(OperatorsProperties properties) {
        return new OperatorRecord(properties);
    }

    /**
     * 1 while the service is ready, 0 while it is not, as its readiness probe has it. The health of broker and store is asked for
     * at each scrape.
     */
    @Bean
    MeterBinder readiness(ObjectProvider<HealthEndpoint> health) {
        return meters -> Gauge.builder("citestream.ready", health, OperationsConfiguration::ready)
                .description("1 while the service is ready, 0 while its broker or its database does not answer")
                .register(meters);
    }

    /** Always 1: what runs is told by the labels. */
    @Bean
    MeterBinder buildInformation(ObjectProvider<BuildProperties> build) {
        return meters -> Gauge.builder("citestream.build", () -> 1)
                .description("1, with what was built and what runs it as labels")
                .tag("version", told(build, "version"))
                .tag("commit", told(build, "commit"))
                .tag("java", Runtime.version().toString())
                .register(meters);
    }

    private static String told(ObjectProvider<BuildProperties> build, String name) {
        BuildProperties properties = build.getIfAvailable();
        String value = properties == null ? null : properties.get(name);
        return value == null ? "unknown" : value;
    }

    private static double ready(ObjectProvider<HealthEndpoint> health) {
        HealthEndpoint endpoint = health.getIfAvailable();
        HealthDescriptor readiness = endpoint == null ? null : endpoint.healthForPath("readiness");
        return readiness != null && readiness.getStatus().equals(Status.UP) ? 1 : 0;
    }

    /** A consumer's metrics carry its client id, which by default is another one after each start. */
    @Bean
    ConsumerConfigCustomizer clientsNamedByTheirBinding() {
        return (properties, binding, destination) -> properties.put(ConsumerConfig.CLIENT_ID_CONFIG, binding);
    }

    /** Leaves out what Kafka's clients tell of each connection, and the lag of groups that exist for one start only. */
    @Bean
    MeterFilter boundedKafkaMeters() {
        return MeterFilter.deny(id -> id.getName().startsWith("kafka.consumer.node")
                || id.getName().startsWith("kafka.producer.node")
                || id.getName().startsWith("kafka.admin.client.node")
                || isOfAnonymousGroup(id));
    }

    private static boolean isOfAnonymousGroup(Meter.Id id) {
        String group = id.getTag("group");
        return group != null && group.startsWith("anonymous.");
    }
}
