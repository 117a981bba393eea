package org.citestream.events.stream;

import com.mongodb.client.MongoClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.apache.kafka.clients.admin.Admin;
import org.citestream.events.EventCodec;
import org.citestream.events.http.HttpConfiguration;
import org.citestream.events.operations.OperationsConfiguration;
import org.citestream.events.start.AwaitedDatabase;
import org.citestream.events.trace.RecordTraces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.mongodb.health.MongoHealthIndicator;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.support.converter.BatchMessagingMessageConverter;
import org.springframework.util.backoff.ExponentialBackOff;

/** What every service needs to read and write the topics; imported by each. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamProperties.class)
@Import({OperationsConfiguration.class, HttpConfiguration.class})
public class EventStreamConfiguration {

    private static final Logger log = LoggerFactory.getLogger(EventStreamConfiguration.class);

    private static final long FIRST_RETRY_MILLIS = 200;
    private static final long LONGEST_RETRY_MILLIS = 15_000;

    /** Ticks in milliseconds, which is what the database keeps of a moment. */
    @Bean
    InstantSource clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    Admin kafkaAdminClient(KafkaProperties kafka) {
        return Admin.create(kafka.buildAdminProperties());
    }

    @Bean
    BrokerHealth brokerHealthIndicator(Admin kafkaAdminClient) {
        return new BrokerHealth(kafkaAdminClient);
    }

    @Bean
    static AwaitedDatabase awaitedDatabase(Environment environment) {
        return new AwaitedDatabase(environment);
    }

    /** Takes the place of the driver's own health in services that have a database. */
    @Bean
    static BeanPostProcessor storeHealth(ObjectProvider<MongoClient> client) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof MongoHealthIndicator ? new StoreHealth(client::getObject) : bean;
            }
        };
    }

    @Bean
    TopicSetup topicSetup(Admin kafkaAdminClient, StreamProperties stream) {
        return new TopicSetup(kafkaAdminClient, stream);
    }

    @Bean
    RecordTraces recordTraces(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        return new RecordTraces(
                tracer.getIfAvailable(() -> Tracer.NOOP), propagator.getIfAvailable(() -> Propagator.NOOP));
    }

    @Bean
    EventHeaders eventHeaders(
            @Value("${spring.application.name}") String service, InstantSource clock, RecordTraces traces) {
        return new EventHeaders(service, clock, traces);
    }

    /** Named in {@code event-stream.yml}. */
    @Bean
    PlainHeaders plainHeaders() {
        return new PlainHeaders();
    }

    @Bean
    EventWriters eventWriters(
            KafkaProperties kafka, EventCodec codec, EventHeaders headers, TopicSetup topics, MeterRegistry meters) {
        return new EventWriters(kafka, codec, headers, topics, meters);
    }

    @Bean
    BridgeWriter bridgeWriter(StreamBridge bridge, EventCodec codec, EventHeaders headers, TopicSetup topics) {
        return new BridgeWriter(bridge, codec, headers, topics);
    }

    @Bean
    DeadLetters deadLetters(
            EventWriters writers,
            @Value("${spring.application.name}") String service,
            MeterRegistry meters,
            InstantSource clock) {
        return new DeadLetters(writers.ofDeadLetters(service + "-dead-letters"), meters, clock);
    }

    /** For the service that offers it to operators. */
    @Bean
    @Lazy
    DeadLetterArchive deadLetterArchive(
            KafkaProperties kafka, EventWriters writers, @Value("${spring.application.name}") String service) {
        return new DeadLetterArchive(kafka, writers.ofDeadLetters(service + "-replay"));
    }

    @Bean
    ReaderMeters readerMeters(MeterRegistry meters, InstantSource clock) {
        return new ReaderMeters(meters, clock);
    }

    @Bean
    EventReaders eventReaders(
            EventCodec codec,
            TopicSetup topics,
            DeadLetters deadLetters,
            ObjectProvider<DeadLetterNotes> notes,
            ObjectProvider<MongoTemplate> mongo,
            RecordTraces traces,
            ReaderMeters meters,
            KafkaProperties kafka) {
        MongoTemplate database = mongo.getIfAvailable();
        return new EventReaders(
                codec,
                topics,
                deadLetters,
                notes.getIfAvailable(() -> (_, _, _) -> {}),
                database == null ? null : new PositionStore(database),
                traces,
                meters,
                kafka);
    }

    /** Gives the readers the records themselves, with their offsets. */
    @Bean
    BatchMessagingMessageConverter eventBatches() {
        BatchMessagingMessageConverter converter = new BatchMessagingMessageConverter();
        converter.setRawRecordHeader(true);
        return converter;
    }

    /**
     * Passing troubles are tried again for ever, and what is committed for the lag reckons with transaction markers. It is for the lag
     * alone, so nobody waits for it, and a reader without a group, whose lag nobody asks for, commits nothing.
     */
    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> patientContainers() {
        return (container, destination, group) -> {
            ExponentialBackOff untilItPasses = new ExponentialBackOff(FIRST_RETRY_MILLIS, 2);
            untilItPasses.setMaxInterval(LONGEST_RETRY_MILLIS);
            container.setCommonErrorHandler(new DefaultErrorHandler(untilItPasses));
            ContainerProperties properties = container.getContainerProperties();
            boolean ofAGroup = !OperationsConfiguration.isAnonymous(group);
            properties.setFixTxOffsets(ofAGroup);
            properties.setSyncCommits(false);
            properties.setCommitCallback((positions, failure) -> {
                if (failure != null) {
                    log.info("{} were not committed, and show as lag: {}", positions, failure.getMessage());
                }
            });
            properties.setAckMode(ofAGroup ? ContainerProperties.AckMode.BATCH : ContainerProperties.AckMode.MANUAL);
            restAfterFew(container);
        };
    }

    @SuppressWarnings("unchecked") // the interceptor looks at no key and no value
    private static void restAfterFew(AbstractMessageListenerContainer<?, ?> container) {
        ((AbstractMessageListenerContainer<Object, Object>) container).setBatchInterceptor(new RestAfterFew());
    }
}
