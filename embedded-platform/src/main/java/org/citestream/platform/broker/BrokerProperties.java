package org.citestream.platform.broker;

import java.nio.file.Path;
import java.util.Properties;

/** The configuration of a broker that is alone, on a small machine, and may be killed at any moment. */
final class BrokerProperties {

    private static final int MEBIBYTE = 1024 * 1024;

    private BrokerProperties() {}

    static Properties of(Path logs, BrokerPorts ports, BrokerOptions options) {
        Properties properties = new Properties();
        identity(properties, logs, ports, options);
        security(properties, options);
        restart(properties);
        internalTopics(properties);
        sizes(properties, options);
        threads(properties);
        // Nothing reads from JMX.
        properties.put("metric.reporters", "");
        return properties;
    }

    private static void identity(Properties properties, Path logs, BrokerPorts ports, BrokerOptions options) {
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        // Voters from the configuration, not from the metadata log: so the controller's port may change.
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + ports.controller());
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + ports.clients() + ",CONTROLLER://127.0.0.1:" + ports.controller());
        int advertised = options.advertisedPort() == 0 ? ports.clients() : options.advertisedPort();
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + advertised);
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("log.dirs", logs.toAbsolutePath().toString());
    }

    private static void security(Properties properties, BrokerOptions options) {
        String protocol = (options.user() == null ? "" : "SASL_") + (options.tls() == null ? "PLAINTEXT" : "SSL");
        properties.put("listener.security.protocol.map", "PLAINTEXT:" + protocol + ",CONTROLLER:PLAINTEXT");
        if (options.tls() != null) {
            tls(properties, options.tls());
        }
        if (options.user() != null) {
            credentials(properties, options);
        }
    }

    private static void tls(Properties properties, BrokerOptions.Tls tls) {
        String prefix = "listener.name.plaintext.ssl.";
        properties.put(prefix + "keystore.type", "PKCS12");
        properties.put(prefix + "keystore.location", tls.keyStore().toString());
        properties.put(prefix + "keystore.password", tls.password());
        properties.put(prefix + "key.password", tls.password());
        properties.put(prefix + "truststore.type", "PKCS12");
        properties.put(prefix + "truststore.location", tls.trustStore().toString());
        properties.put(prefix + "truststore.password", tls.password());
    }

    private static void credentials(Properties properties, BrokerOptions options) {
        properties.put("sasl.enabled.mechanisms", "PLAIN");
        properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        properties.put(
                "listener.name.plaintext.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%1$s\" password=\"%2$s\" user_%1$s=\"%2$s\";"
                        .formatted(options.user(), options.password()));
    }

    /** A broker that was killed is registered until its session ends; the next one has to wait for that. */
    private static void restart(Properties properties) {
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("initial.broker.registration.timeout.ms", "60000");
        properties.put("group.initial.rebalance.delay.ms", "0");
    }

    private static void internalTopics(Properties properties) {
        properties.put("auto.create.topics.enable", "false");
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("offsets.topic.segment.bytes", Integer.toString(4 * MEBIBYTE));
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("transaction.state.log.segment.bytes", Integer.toString(4 * MEBIBYTE));
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void sizes(Properties properties, BrokerOptions options) {
        properties.put("num.partitions", Integer.toString(options.partitions()));
        // How large a record may be is said by its topic.
        // Only closed segments are compacted.
        properties.put("log.segment.bytes", Integer.toString(64 * MEBIBYTE));
        properties.put("log.index.size.max.bytes", Integer.toString(MEBIBYTE));
        properties.put("log.cleaner.enable", "true");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(32 * MEBIBYTE));
        // The cleaner's buffer grows to the largest record by itself.
        properties.put("log.cleaner.io.buffer.size", Integer.toString(MEBIBYTE));
        if (options.flushEveryMessages() > 0) {
            properties.put("log.flush.interval.messages", Long.toString(options.flushEveryMessages()));
        }
    }

    private static void threads(Properties properties) {
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("log.cleaner.threads", "1");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("num.replica.fetchers", "1");
    }
}
