package org.citestream.events.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.citestream.events.Event;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.start.AbsentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing when a service starts, and knows those that are there. */
public final class TopicSetup {

    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private static final int LOOK_MILLIS = 3_000;

    private static final long ANSWER_TIMEOUT_SECONDS = 5;

    private final Map<String, TopicDescription> found = new HashMap<>();
    private final Admin admin;

    TopicSetup(Admin admin, StreamProperties stream) {
        this.admin = admin;
        List<NewTopic> wanted = new ArrayList<>();
        for (Topic<? extends Event> topic : Topics.all()) {
            Optional<Integer> partitions = Optional.of(topic.single() ? 1 : stream.partitions());
            Optional<Short> replicas = Optional.of(stream.replicas());
            wanted.add(new NewTopic(topic.name(), partitions, replicas).configs(topic.config()));
            wanted.add(
                    new NewTopic(topic.deadLetterName(), Optional.of(1), replicas).configs(Topics.deadLetterConfig()));
        }
        awaitBroker(admin, stream.startTimeout());
        create(admin, wanted, stream.startTimeout());
        describe(admin, wanted, stream.startTimeout());
    }

    /** How many partitions a topic has. */
    public int partitionsOf(Topic<? extends Event> topic) {
        return description(topic.name()).partitions().size();
    }

    /**
     * The offset that the next record of a partition gets.
     *
     * @throws KafkaException if the broker does not say
     */
    public long endOf(Topic<? extends Event> topic, int partition) {
        TopicPartition of = new TopicPartition(topic.name(), partition);
        try {
            return admin.listOffsets(Map.of(of, OffsetSpec.latest()))
                    .partitionResult(of)
                    .get(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("The broker did not say where " + of + " ends", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The id that tells this incarnation of a topic from an earlier one of the same name. */
    public String incarnationOf(Topic<? extends Event> topic) {
        return description(topic.name()).topicId().toString();
    }

    /**
     * Whether a topic is still the one that was found at the start, and was not made anew since.
     *
     * @throws KafkaException if the broker does not say
     */
    public boolean isAsFound(Topic<? extends Event> topic) {
        try {
            return admin
                    .describeTopics(List.of(topic.name()))
                    .allTopicNames()
                    .get(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .allMatch(now -> now.topicId().toString().equals(incarnationOf(topic)));
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("The broker did not say which topic " + topic.name() + " is", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private TopicDescription description(String topic) {
        TopicDescription description = found.get(topic);
        if (description == null) {
            throw new IllegalArgumentException("No topic of this product: " + topic);
        }
        return description;
    }

    private static void awaitBroker(Admin admin, Duration timeout) {
        long begun = System.nanoTime();
        while (true) {
            try {
                admin.describeCluster(new DescribeClusterOptions().timeoutMs(LOOK_MILLIS))
                        .nodes()
                        .get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException)) {
                    throw new IllegalStateException("Could not ask the broker: " + e.getMessage(), e);
                }
                Duration waited = Duration.ofNanos(System.nanoTime() - begun);
                if (waited.compareTo(timeout) > 0) {
                    throw absent(timeout, e);
                }
                log.warn(
                        "The Kafka broker does not answer; waiting for it, {} s of {} so far",
                        waited.toSeconds(),
                        timeout.toSeconds());
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static AbsentException absent(Duration waited, Exception cause) {
        return new AbsentException("Kafka broker", waited, "spring.kafka.bootstrap-servers", cause);
    }

    private static void create(Admin admin, List<NewTopic> wanted, Duration timeout) {
        int millis = Math.toIntExact(timeout.toMillis());
        admin.createTopics(wanted, new CreateTopicsOptions().timeoutMs(millis))
                .values()
                .forEach((name, created) -> {
                    try {
                        created.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                        log.info("Created topic {}", name);
                    } catch (ExecutionException e) {
                        if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                            throw absent(timeout, e);
                        }
                        if (!(e.getCause() instanceof TopicExistsException)) {
                            throw new IllegalStateException(
                                    "Could not create topic " + name + ": " + e.getMessage(), e);
                        }
                    } catch (TimeoutException e) {
                        throw absent(timeout, e);
                    } catch (InterruptedException e) {
                        throw interrupted(e);
                    }
                });
    }

    private void describe(Admin admin, List<NewTopic> wanted, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<String> names = wanted.stream().map(NewTopic::name).toList();
        while (true) {
            try {
                found.putAll(admin.describeTopics(
                                names, new DescribeTopicsOptions().timeoutMs(Math.toIntExact(timeout.toMillis())))
                        .allTopicNames()
                        .get(timeout.toMillis(), TimeUnit.MILLISECONDS));
                awaitLeaders(timeout);
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                    throw absent(timeout, e);
                }
                // A topic just created is not known everywhere at once.
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("Could not find the topics: " + e.getMessage(), e);
                }
                pause();
            } catch (TimeoutException e) {
                throw absent(timeout, e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /**
     * Waits until every partition has a leader that serves it. Where the first batch to a new partition meets none and is sent again, the batches behind
     * it can be taken before it: then it is out of order for ever, and its producer is stuck.
     */
    private void awaitLeaders(Duration timeout) throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        found.forEach((name, topic) -> topic.partitions()
                .forEach(each -> partitions.put(new TopicPartition(name, each.partition()), OffsetSpec.latest())));
        admin.listOffsets(partitions, new ListOffsetsOptions().timeoutMs(Math.toIntExact(timeout.toMillis())))
                .all()
                .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while the broker was asked for topics", e);
    }
}
