package org.citestream.events.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.citestream.events.ReferencesEvent;
import org.junit.jupiter.api.Test;

class ReceivedTest {

    @Test
    void ofSeveralVersionsOfAPaperTheHighestIsTheNewestWhateverItsPlace() {
        Received<ReferencesEvent> second = received(10, 1, 2);
        Received<ReferencesEvent> other = received(12, 2, 1);

        assertThat(Received.newest(List.of(second, received(11, 1, 1), other)))
                .containsOnlyKeys(1, 2)
                .containsEntry(1, second)
                .containsEntry(2, other);
    }

    @Test
    void ofAVersionThatWasSentTwiceTheLastIsTakenWhichCompactionKeeps() {
        Received<ReferencesEvent> again = received(11, 1, 1);

        assertThat(Received.newest(List.of(received(10, 1, 1), again))).containsEntry(1, again);
    }

    private static Received<ReferencesEvent> received(long offset, int id, long version) {
        return new Received<>(
                0,
                offset,
                new ReferencesEvent(
                        id, version, List.of(), List.of(), 0, ReferencesEvent.Dropped.NOTHING, Instant.EPOCH));
    }
}
