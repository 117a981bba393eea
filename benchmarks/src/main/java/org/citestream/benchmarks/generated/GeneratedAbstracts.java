package org.citestream.benchmarks.generated;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.citestream.events.EventCodec;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;

/** Papers whose abstracts have the length of real ones, of words as often as in them. */
public final class GeneratedAbstracts {

    private static final int SENTENCES = 7;
    private static final int WORDS = 20;
    private static final Vocabulary VOCABULARY = new Vocabulary();

    private final Random random = new Random(42);

    /** A paper of which all is generated. */
    public PaperEvent paper(int id, int year, String title) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of("bench:" + id),
                title,
                List.of(),
                "VLDB",
                year,
                null,
                new PaperEvent.PaperAbstract(text(), "bench", null),
                null,
                List.of("bench"),
                Instant.now());
    }

    /** An abstract. */
    public String text() {
        return VOCABULARY.text(random, SENTENCES, WORDS);
    }

    /** A word of a text. */
    public String word(Random of) {
        return VOCABULARY.word(of);
    }

    /** A word that papers are asked for by. */
    public String asked(Random of) {
        return VOCABULARY.asked(of);
    }

    public static void publish(EmbeddedBroker broker, List<PaperEvent> papers, int partitions) {
        EventCodec codec = new EventCodec();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (PaperEvent paper : papers) {
                Future<RecordMetadata> _ = producer.send(new ProducerRecord<>(
                        Topics.PAPERS.name(),
                        Topics.PAPERS.partitionOf(paper, partitions),
                        paper.recordKey().getBytes(StandardCharsets.UTF_8),
                        codec.encode(Topics.PAPERS, paper)));
            }
            producer.flush();
        }
    }
}
