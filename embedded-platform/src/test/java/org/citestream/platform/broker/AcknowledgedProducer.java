package org.citestream.platform.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The process that is killed: runs a broker, sends records to it, and prints the number of each acknowledged one. */
final class AcknowledgedProducer {

    static final String TOPIC = "killed";

    private AcknowledgedProducer() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]));
        Map<String, Object> configuration = Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0);
        try (Admin admin = Admin.create(configuration)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer())) {
            for (int number = 0; number < 1_000_000; number++) {
                producer.send(new ProducerRecord<>(TOPIC, "key", Integer.toString(number)))
                        .get();
                System.out.println(number);
            }
        }
    }
}
