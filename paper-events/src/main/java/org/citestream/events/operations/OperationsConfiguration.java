package org.citestream.events.operations;

import com.mongodb.client.MongoClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.info.BuildProperties;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Metrics that every service has, and bounds to how many there are; and who asks whether somebody is an operator. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorsProperties.class)
public class OperationsConfiguration {

    /** What tells whether a producer keeps up: how much it sends, how long that takes and waits, what fails, and what room it has left. */
    private static final Set<String> OF_PRODUCERS = Set.of(
            "kafka.producer.record.send.rate",
            "kafka.producer.record.error.total",
            "kafka.producer.request.latency.avg",
            "kafka.producer.record.queue.time.avg",
            "kafka.producer.buffer.available.bytes",
            "kafka.producer.buffer.total.bytes");

    @Bean
    OperatorRecord operatorRecord(OperatorsProperties properties) {
        return new OperatorRecord(properties);
    }

    @Bean
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    OperatorRefusals operatorRefusals() {
        return new OperatorRefusals();
    }

    /**
     * 1 while the service is ready, 0 while it is not, as its readiness probe has it; and the same of what that rests on. Broker and
     * store are asked at each scrape, once for all of these.
     */
    @Bean
    MeterBinder readiness(ObjectProvider<HealthEndpoint> health, ListableBeanFactory beans) {
        Readiness readiness = new Readiness(health);
        return meters -> {
            Gauge.builder("citestream.ready", readiness, Readiness::ready)
                    .description("1 while the service is ready, 0 while its broker or its database does not answer")
                    .register(meters);
            dependency("broker", () -> readiness.isUp("broker"), meters);
            if (beans.getBeanNamesForType(MongoClient.class, true, false).length > 0) {
                dependency("store", () -> readiness.isUp("mongo"), meters);
            }
        };
    }

    private static void dependency(String name, Supplier<Number> up, MeterRegistry meters) {
        Gauge.builder("citestream.dependency.up", up)
                .tag("dependency", name)
                .description("1 while what the service rests on answers it, 0 while it does not")
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

    /** A consumer's metrics carry its client id, which by default is another one after each start. */
    @Bean
    ConsumerConfigCustomizer clientsNamedByTheirBinding() {
        return (properties, binding, destination) -> properties.put(ConsumerConfig.CLIENT_ID_CONFIG, binding);
    }

    /**
     * Leaves out what Kafka's clients tell of each connection, the lag of groups that exist for one start only, and most of what
     * producers tell, of which there is one for each partition that a service assembles.
     */
    @Bean
    MeterFilter boundedKafkaMeters() {
        return MeterFilter.deny(id -> id.getName().startsWith("kafka.consumer.node")
                || (id.getName().startsWith("kafka.producer.") && !OF_PRODUCERS.contains(id.getName()))
                || id.getName().startsWith("kafka.admin.client.node")
                || isOfAnonymousGroup(id));
    }

    private static boolean isOfAnonymousGroup(Meter.Id id) {
        String group = id.getTag("group");
        return group != null && isAnonymous(group);
    }

    /** Whether a consumer group was made up for one start, since whoever reads has none. */
    public static boolean isAnonymous(String group) {
        return group.startsWith("anonymous.");
    }
}
