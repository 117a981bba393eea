package org.citestream.events.stream;

import java.util.Map;
import org.citestream.events.Event;
import org.citestream.events.EventCodec;
import org.citestream.events.Topic;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;

/** Writes records one at a time through Spring Cloud Stream, where a few hundred a second are enough. */
public final class BridgeWriter {

    private final StreamBridge bridge;
    private final EventCodec codec;
    private final EventHeaders headers;
    private final TopicSetup topics;

    BridgeWriter(StreamBridge bridge, EventCodec codec, EventHeaders headers, TopicSetup topics) {
        this.bridge = bridge;
        this.codec = codec;
        this.headers = headers;
        this.topics = topics;
    }

    /**
     * Sends a record and waits until it is acknowledged.
     *
     * @throws MessagingException if it was not
     */
    public <E extends Event> void send(Topic<E> topic, E event) {
        MessageBuilder<byte[]> message = MessageBuilder.withPayload(codec.encode(topic, event))
                .setHeader(KafkaHeaders.KEY, EventHeaders.utf8(event.recordKey()))
                .setHeader(KafkaHeaders.PARTITION, topic.partitionOf(event, topics.partitionsOf(topic)));
        for (Map.Entry<String, byte[]> header : headers.of(topic, event).entrySet()) {
            message.setHeader(header.getKey(), header.getValue());
        }
        if (!bridge.send(topic.name(), message.build())) {
            throw new MessagingException("a record of " + topic.name() + " was not sent");
        }
    }
}
