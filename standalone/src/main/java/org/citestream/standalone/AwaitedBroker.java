package org.citestream.standalone;

import org.citestream.platform.broker.EmbeddedBroker;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Hands the settings of Kafka's clients out when the broker serves, so that services begin to start while it does. */
final class AwaitedBroker implements BeanPostProcessor {

    private final EmbeddedBroker.Starting broker;

    AwaitedBroker(EmbeddedBroker.Starting broker) {
        this.broker = broker;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof KafkaProperties) {
            EmbeddedBroker _ = broker.started();
        }
        return bean;
    }
}
