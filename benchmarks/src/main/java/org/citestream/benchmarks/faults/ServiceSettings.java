package org.citestream.benchmarks.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.citestream.events.operations.KnownKeys;

/** With what a service of a cluster is started. */
final class ServiceSettings {

    private static final int PARTITIONS = 2;
    private static final int SESSION_MILLIS = 6000;
    private static final int HEARTBEAT_MILLIS = 500;
    private static final int REQUEST_MILLIS = 3000;

    private ServiceSettings() {}

    /**
     * The arguments of a service.
     *
     * @param port at which it listens
     * @param links by which it reaches broker and store
     * @param model the address of the language model, which makes embeddings as well
     * @param snapshot where the ranking keeps its snapshot
     */
    static List<String> of(Part service, int port, Map<Link, Integer> links, String model, Path snapshot) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("spring.config.name", service.configuration());
        settings.put("server.port", port);
        settings.put("spring.kafka.bootstrap-servers", "127.0.0.1:" + links.get(Link.BROKER));
        if (Part.STORING.contains(service)) {
            settings.put(
                    "spring.mongodb.uri",
                    "mongodb://127.0.0.1:" + links.get(Link.toStore(service)) + "/" + service.label());
        }
        settings.put("citestream.stream.partitions", PARTITIONS);
        settings.put("citestream.embeddings.model", "stub");
        settings.put("citestream.embeddings.base-url", model);
        settings.put("citestream.ingest.intake.operator-keys.prover", KnownKeys.sha256(Client.KEY));
        settings.put("citestream.rate-limit.per-minute", 0);
        settings.put("citestream.summary.model.name", "stub");
        settings.put("citestream.summary.model.base-url", model);
        settings.put("citestream.summary.concurrency", StubCalls.AT_ONCE);
        settings.put("citestream.summary.first-retry", "200ms");
        settings.put("citestream.ranking.snapshot-file", snapshot);
        settings.put("citestream.ranking.snapshot-interval", "3s");
        settings.put("citestream.ranking.epoch-interval", "300ms");
        // What is silent is given up, and what cannot be sent, after seconds instead of minutes.
        String consumers = "spring.cloud.stream.kafka.binder.consumer-properties";
        settings.put(consumers + "[session.timeout.ms]", SESSION_MILLIS);
        settings.put(consumers + "[heartbeat.interval.ms]", HEARTBEAT_MILLIS);
        settings.put("spring.kafka.producer.properties[request.timeout.ms]", REQUEST_MILLIS);
        settings.put("spring.kafka.producer.properties[delivery.timeout.ms]", 2 * REQUEST_MILLIS);
        settings.put("spring.kafka.producer.properties[max.block.ms]", 2 * REQUEST_MILLIS);
        List<String> arguments = new ArrayList<>();
        settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
        return arguments;
    }
}
