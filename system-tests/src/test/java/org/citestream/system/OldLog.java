package org.citestream.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.platform.broker.EmbeddedBroker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Topics as an earlier version of the product left them, one record on each line of a resource. */
final class OldLog {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<JsonNode> records = new ArrayList<>();

    OldLog(String resource) throws IOException {
        try (InputStream in = OldLog.class.getResourceAsStream(resource);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            lines.lines().map(JSON::readTree).forEach(records::add);
        }
    }

    /** The last value of each key of a topic. */
    Map<String, JsonNode> last(String topic) {
        Map<String, JsonNode> last = new HashMap<>();
        records.stream()
                .filter(each -> each.path("topic").asString().equals(topic))
                .forEach(each -> last.put(
                        each.path("key").asString(),
                        JSON.readTree(each.path("value").asString())));
        return last;
    }

    /** The last vector of each paper, by id. */
    Map<Integer, float[]> vectors() {
        Map<Integer, float[]> vectors = new HashMap<>();
        last("embeddings").values().forEach(each -> {
            byte[] bytes = Base64.getDecoder().decode(each.path("vector").asString());
            float[] components = new float[each.path("dimension").asInt()];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(components);
            vectors.put(each.path("id").asInt(), components);
        });
        return vectors;
    }

    /** Makes the topics anew in a directory of a broker, with as many partitions as they had. */
    void writeTo(Path kafka) throws IOException, InterruptedException {
        Map<String, Integer> partitions = new HashMap<>();
        records.forEach(each -> partitions.merge(
                each.path("topic").asString(), each.path("partitions").asInt(), Math::max));
        try (EmbeddedBroker broker = EmbeddedBroker.start(kafka)) {
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(client)) {
                admin.createTopics(partitions.entrySet().stream()
                                .map(each -> new NewTopic(each.getKey(), each.getValue(), (short) 1)
                                        .configs(Map.of("cleanup.policy", "compact")))
                                .toList())
                        .all()
                        .get();
            } catch (ExecutionException e) {
                throw new IOException(e);
            }
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (JsonNode each : records) {
                    ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(
                            each.path("topic").asString(),
                            each.path("partition").asInt(),
                            bytes(each.path("key")),
                            bytes(each.path("value")));
                    each.path("headers")
                            .propertyStream()
                            .forEach(header -> sent.headers().add(header.getKey(), bytes(header.getValue())));
                    var _ = producer.send(sent);
                }
                producer.flush();
            }
        }
    }

    private static byte[] bytes(JsonNode text) {
        return text.asString().getBytes(StandardCharsets.UTF_8);
    }
}
