package org.citestream.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.citestream.benchmarks.faults.Violation.Kind;
import org.junit.jupiter.api.Test;

/** What cleaning would keep. */
class LogCheckTest {

    @Test
    void aTopicThatEndsWithAnOlderVersionOfAKeyIsFound() {
        assertThat(LogCheck.check(List.of(record("papers", 0, 2), record("papers", 1, 3), record("papers", 2, 2))))
                .extracting(Violation::kind)
                .containsExactly(Kind.ORDER);
    }

    @Test
    void whatIsOldAndFollowedByTheHighestAgainIsInOrderAndSoIsASubmission() {
        assertThat(LogCheck.check(List.of(record("papers", 0, 3), record("papers", 1, 2), record("papers", 2, 3))))
                .isEmpty();
        assertThat(LogCheck.check(List.of(record("submissions", 0, 3), record("submissions", 1, 2))))
                .isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, long offset, long version) {
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                "7".getBytes(StandardCharsets.UTF_8),
                ("{\"id\":7,\"version\":" + version + "}").getBytes(StandardCharsets.UTF_8));
    }
}
