package org.citestream.gateway.progress;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.citestream.events.Event;
import org.citestream.events.Topic;
import org.citestream.events.stream.TopicSetup;
import org.springframework.stereotype.Component;

/** Asks the broker where the topics end and how far the groups have committed. */
@Component
class Offsets {

    private static final long TIMEOUT_MILLIS = 5_000;

    private final Admin admin;
    private final TopicSetup topics;

    Offsets(Admin admin, TopicSetup topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /** The end of each partition, as those see it who read committed records only. */
    Map<TopicPartition, Long> ends(List<Topic<? extends Event>> of) {
        ListOffsetsResult asked = admin.listOffsets(
                partitions(of).stream().collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest())),
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(asked.all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** What a group has committed; nothing where it has not. */
    Map<TopicPartition, Long> committed(String group) {
        ListConsumerGroupOffsetsResult asked = admin.listConsumerGroupOffsets(group);
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            Map<TopicPartition, OffsetAndMetadata> found = await(asked.partitionsToOffsetAndMetadata());
            found.forEach((partition, position) -> {
                if (position != null) {
                    committed.put(partition, position.offset());
                }
            });
        } catch (ProgressUnknownException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        return committed;
    }

    private List<TopicPartition> partitions(List<Topic<? extends Event>> of) {
        return of.stream()
                .flatMap(topic -> IntStream.range(0, topics.partitionsOf(topic))
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ProgressUnknownException(
                    "The broker did not say how far the stages have come.", e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new ProgressUnknownException(
                    "The broker did not say within " + TIMEOUT_MILLIS / 1000 + " s how far the stages have come.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgressUnknownException("Interrupted while the broker was asked.", e);
        }
    }
}
