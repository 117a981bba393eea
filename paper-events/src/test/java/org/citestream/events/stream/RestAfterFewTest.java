package org.citestream.events.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestAfterFewTest {

    private final List<Long> rests = new ArrayList<>();
    private final RestAfterFew restAfterFew = new RestAfterFew(rests::add);

    @Test
    void aReaderRestsAfterAFewRecords() {
        handled(1);
        handled(RestAfterFew.FEW - 1);
        assertThat(rests).containsExactly(20L, 20L);
    }

    @Test
    void aReaderWithMuchBeforeItGoesOnAtOnce() {
        handled(RestAfterFew.FEW);
        assertThat(rests).isEmpty();
    }

    @Test
    void whoIsToStopWhileRestingStillKnows() {
        new RestAfterFew(_ -> {
                    throw new InterruptedException();
                })
                .success(records(1), new MockConsumer<>("earliest"));
        assertThat(Thread.interrupted()).isTrue();
    }

    private void handled(int count) {
        restAfterFew.success(records(count), new MockConsumer<>("earliest"));
    }

    private static ConsumerRecords<Object, Object> records(int count) {
        ConsumerRecord<Object, Object> record = new ConsumerRecord<>("topic", 0, 0, "key", "value");
        return new ConsumerRecords<>(
                Map.of(new TopicPartition("topic", 0), Collections.nCopies(count, record)), Map.of());
    }
}
